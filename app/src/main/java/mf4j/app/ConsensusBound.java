package mf4j.app;

import mf4j.deep.Network;
import mf4j.deep.Sensing;
import mf4j.deep.StepBound;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `mf4j consensus bound`: how long steps may be, and what goes first when they are longer.
@CommandLine.Command(name = "bound", description = {"Prints the certificate of a problem: each agent's sharpness and longest step by the paper's bound, (1 + lambda_min(V)) / lambda_i; the exact multiple of the bound",
    "at which the iteration linearised at the truth leaves stability, with the direction that goes; and how far the truth is from being stationary."},
        footer = {"", "Examples:", "  mf4j consensus bound", "  mf4j consensus bound --agents 6 --depth 3 --dimension 4 --network ring --weights lazy-metropolis --json"})
final class ConsensusBound extends Command {
    @Mixin
    ConsensusProblem problem = new ConsensusProblem(20, 20, 10);

    @Mixin
    ConsensusNetwork network = new ConsensusNetwork("erdos-renyi");

    @Mixin
    ConsensusLinks links;

    @Override
    Answer answer() throws Exception {
        usage(() -> {
            links.outages(seedOr(0));
            return links.rule();
        });
        Network drawn = usage(network::check).of(usage(() -> problem.sensing(seedOr(0))).count(), seedOr(0));
        ConsensusSetting setting = ConsensusSetting.of(problem.sensing(seedOr(0)), drawn, links, seedOr(0), this::say);
        return report(setting, setting.bound().threshold());
    }

    private Answer report(ConsensusSetting setting, StepBound.Threshold threshold) {
        Sensing agents = setting.agents();
        double[] sharpness = setting.bound().sharpness();
        double[] steps = setting.bound().units();
        double[] moving = new double[agents.count()]; // share of each agent in the direction, and of each layer
        double[] layers = new double[agents.shape().depth()];
        shares(threshold.direction(), agents, moving, layers);
        double distance = setting.bound().distanceFromStationary();
        double size = Math.sqrt(Arrays.stream(agents.truth()).map(v -> v * v).sum());
        Tree numbers = new Tree();
        problem.into(numbers, agents);
        links.into(numbers, setting.network(), setting.mixing());
        Table table = new Table("agent", "links", "tau", "sharpness", "longest step", "moves by");
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < agents.count(); i++) {
            rows.add(new Tree().put("agent", i).put("links", setting.network().degree(i)).put("tau", agents.tau(i)).put("sharpness", sharpness[i]).put("step", steps[i]).put("direction", moving[i]).values());
            table.row("" + i, "" + setting.network().degree(i), Table.score(agents.tau(i)), String.format(Locale.ROOT, "%.8g", sharpness[i]), String.format(Locale.ROOT, "%.8g", steps[i]), Table.score(moving[i]));
        }
        numbers.put("agents", rows).put("threshold", threshold.c()).put("direction.agents", moving).put("direction.layers", layers);
        numbers.put("stationary.distance", distance).put("stationary.truth", size);
        String text = String.join(System.lineSeparator(), problem.words(agents), links.words(setting.network(), setting.mixing()), "", table.toString(), "",
                String.format(Locale.ROOT, "Near the truth, decentralised gradient descent is stable for all multiples of these steps below 1; exactly, below %.8f.", threshold.c()),
                "Above that grows, by layers: " + String.join(", ", Arrays.stream(layers).mapToObj(Table::score).toList()) + " (lengths; the whole has 1).",
                String.format(Locale.ROOT, "The truth is not stationary where tau is above 0: the mean gradient there is %.6g long, the truth %.6g.", distance, size));
        return new Answer(numbers, text);
    }

    /// Lengths of a direction's parts, the whole having 1.
    private static void shares(double[] direction, Sensing agents, double[] moving, double[] layers) {
        double all = 0;
        for (double v : direction) all += v * v;
        for (int i = 0; i < moving.length; i++) {
            for (int l = 1; l <= layers.length; l++) {
                double sum = 0;
                int from = i * agents.size() + agents.shape().at(l);
                for (int j = from; j < from + agents.shape().size(l); j++) sum += direction[j] * direction[j] / all;
                moving[i] += sum;
                layers[l - 1] += sum;
            }
        }
        Arrays.setAll(moving, i -> Math.sqrt(moving[i]));
        Arrays.setAll(layers, l -> Math.sqrt(layers[l]));
    }
}
