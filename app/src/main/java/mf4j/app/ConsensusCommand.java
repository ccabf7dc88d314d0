package mf4j.app;

import picocli.CommandLine;
import picocli.CommandLine.Spec;

/// `mf4j consensus`: factors that agents on a network learn together, each from what it alone sees.
@CommandLine.Command(name = "consensus", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = {"Deep factorization by agents on a network: each sees the product of the layers through measurements of its own, speaks with its neighbours",
            "only, and keeps its data. Three experiments of a paper on how long steps may be, the certificate behind them, and a recommender to which nobody hands their ratings."},
        subcommands = {ConsensusMain.class, ConsensusGraph.class, ConsensusStability.class, ConsensusBound.class, ConsensusTrain.class},
        footer = {"", "Examples:", "  mf4j consensus main --out experiment", "  mf4j consensus bound --agents 6 --depth 3 --dimension 4", "  mf4j consensus stability --agent 2 --out boundary", "  mf4j consensus train ratings.csv --agents 8 --network ring",
            "", "mf4j consensus COMMAND --help explains a command."})
final class ConsensusCommand implements Runnable {
    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "give what to do: " + String.join(", ", spec.subcommands().keySet()));
    }
}
