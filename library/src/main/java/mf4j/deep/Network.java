package mf4j.deep;

import mf4j.train.Check;
import mf4j.train.Seeds;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Who may speak with whom: an undirected graph without loops.
///
/// @param name       how it was made
/// @param neighbours per agent, from 0, the agents it is linked with, ascending
public record Network(String name, List<int[]> neighbours) {
    private static final Check CHECK = Check.of(Network.class);
    private static final int ATTEMPTS = 1000; // to draw a regular graph without loops and double links

    /// Checks that links go both ways, none is a loop and none is there twice.
    public Network {
        neighbours = neighbours.stream().map(int[]::clone).toList();
        CHECK.that(!neighbours.isEmpty(), "agents", "be at least 1", 0);
        for (int i = 0; i < neighbours.size(); i++) {
            int before = -1;
            for (int j : neighbours.get(i)) {
                CHECK.that(j >= 0 && j < neighbours.size(), "link", "end at one of " + neighbours.size() + " agents", i + "-" + j);
                CHECK.that(j != i, "link", "join two agents", i + "-" + j);
                CHECK.that(j > before, "neighbours", "ascend, each once", "agent " + i + "'s");
                before = j;
                CHECK.that(Arrays.binarySearch(neighbours.get(j), i) >= 0, "link", "go both ways", i + "-" + j);
            }
        }
    }

    /// A graph of these links.
    ///
    /// @param links pairs of agents; a pair that is there twice counts once
    public static Network of(String name, int agents, Collection<int[]> links) {
        CHECK.atLeast("agents", agents, 1);
        List<TreeSet<Integer>> sets = new ArrayList<>();
        for (int i = 0; i < agents; i++) sets.add(new TreeSet<>());
        for (int[] link : links) {
            CHECK.that(link[0] != link[1], "link", "join two agents", link[0] + "-" + link[1]);
            CHECK.that(Math.min(link[0], link[1]) >= 0 && Math.max(link[0], link[1]) < agents, "link", "end at one of " + agents + " agents", link[0] + "-" + link[1]);
            sets.get(link[0]).add(link[1]);
            sets.get(link[1]).add(link[0]);
        }
        return new Network(name, sets.stream().map(set -> set.stream().mapToInt(Integer::intValue).toArray()).toList());
    }

    /// Every pair linked with this probability (Erdos and Renyi).
    public static Network erdosRenyi(int agents, double probability, long seed) {
        CHECK.within("probability", probability, 0, 1);
        Seeds seeds = Seeds.of(seed).forPurpose("erdos-renyi");
        List<int[]> links = new ArrayList<>();
        for (int i = 0; i < agents; i++) {
            Seeds.Stream random = seeds.stream(i);
            for (int j = i + 1; j < agents; j++) if (random.nextDouble() < probability) links.add(new int[] {i, j});
        }
        return of("erdos-renyi", agents, links);
    }

    /// Everyone with the next one, the last with the first.
    public static Network ring(int agents) {
        List<int[]> links = chain(agents);
        if (agents > 2) links.add(new int[] {agents - 1, 0});
        return of("ring", agents, links);
    }

    /// Everyone with the next one.
    public static Network path(int agents) {
        return of("path", agents, chain(agents));
    }

    private static List<int[]> chain(int agents) {
        List<int[]> links = new ArrayList<>();
        for (int i = 0; i + 1 < agents; i++) links.add(new int[] {i, i + 1});
        return links;
    }

    /// Everyone with the first one.
    public static Network star(int agents) {
        List<int[]> links = new ArrayList<>();
        for (int i = 1; i < agents; i++) links.add(new int[] {0, i});
        return of("star", agents, links);
    }

    /// Everyone with everyone.
    public static Network complete(int agents) {
        List<int[]> links = new ArrayList<>();
        for (int i = 0; i < agents; i++) for (int j = i + 1; j < agents; j++) links.add(new int[] {i, j});
        return of("complete", agents, links);
    }

    /// A sheet of squares with the most equal sides that give the number of agents; a prime number is a path.
    public static Network grid(int agents) {
        CHECK.atLeast("agents", agents, 1);
        int rows = (int) Math.sqrt(agents);
        while (agents % rows != 0) rows--;
        return grid(rows, agents / rows);
    }

    /// A sheet of squares.
    public static Network grid(int rows, int columns) {
        CHECK.atLeast("rows", rows, 1);
        CHECK.atLeast("columns", columns, 1);
        List<int[]> links = new ArrayList<>();
        for (int i = 0; i < rows * columns; i++) {
            if (i % columns + 1 < columns) links.add(new int[] {i, i + 1});
            if (i + columns < rows * columns) links.add(new int[] {i, i + columns});
        }
        return of("grid", rows * columns, links);
    }

    /// A ring where everyone is linked with the `degree / 2` next ones to each side, each link then moved to a random agent with this
    /// probability (Watts and Strogatz 1998).
    ///
    /// @param degree even, below the number of agents
    public static Network wattsStrogatz(int agents, int degree, double probability, long seed) {
        CHECK.that(degree >= 2 && degree % 2 == 0 && degree < agents, "degree", "be even, at least 2 and below the number of agents " + agents, degree);
        CHECK.within("probability", probability, 0, 1);
        Seeds.Stream random = Seeds.of(seed).forPurpose("watts-strogatz").stream(0);
        List<TreeSet<Integer>> sets = new ArrayList<>();
        for (int i = 0; i < agents; i++) sets.add(new TreeSet<>());
        for (int step = 1; step <= degree / 2; step++) for (int i = 0; i < agents; i++) join(sets, i, (i + step) % agents);
        for (int step = 1; step <= degree / 2; step++) {
            for (int i = 0; i < agents; i++) {
                int old = (i + step) % agents;
                if (random.nextDouble() >= probability || sets.get(i).size() == agents - 1 || !sets.get(i).contains(old)) continue;
                int other = random.nextInt(agents);
                while (other == i || sets.get(i).contains(other)) other = random.nextInt(agents);
                sets.get(i).remove(old);
                sets.get(old).remove(i);
                join(sets, i, other);
            }
        }
        return new Network("watts-strogatz", sets.stream().map(set -> set.stream().mapToInt(Integer::intValue).toArray()).toList());
    }

    private static void join(List<TreeSet<Integer>> sets, int i, int j) {
        sets.get(i).add(j);
        sets.get(j).add(i);
    }

    /// Everyone with the same number of others: ends of links drawn in pairs, and pairs that would be a loop or there twice drawn again (Steger and
    /// Wormald 1999).
    public static Network randomRegular(int agents, int degree, long seed) {
        CHECK.that(degree >= 1 && degree < agents && (long) agents * degree % 2 == 0, "degree", "be at least 1 and below the number of agents " + agents + ", with an even product", degree);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            List<TreeSet<Integer>> sets = regular(agents, degree, Seeds.of(seed).forPurpose("regular").stream(attempt));
            if (sets != null) return new Network("random-regular", sets.stream().map(set -> set.stream().mapToInt(Integer::intValue).toArray()).toList());
        }
        throw new IllegalArgumentException("no graph of " + agents + " agents with " + degree + " links each was found in " + ATTEMPTS + " attempts");
    }

    private static List<TreeSet<Integer>> regular(int agents, int degree, Seeds.Stream random) {
        int[] ends = new int[agents * degree];
        for (int e = 0; e < ends.length; e++) ends[e] = e / degree;
        List<TreeSet<Integer>> sets = new ArrayList<>();
        for (int i = 0; i < agents; i++) sets.add(new TreeSet<>());
        for (int left = ends.length, misses = 0; left > 0; ) {
            int a = random.nextInt(left);
            int b = random.nextInt(left);
            if (ends[a] == ends[b] || sets.get(ends[a]).contains(ends[b])) {
                if (++misses > 100 * agents * degree) return null;
                continue;
            }
            join(sets, ends[a], ends[b]);
            misses = 0;
            int high = Math.max(a, b);
            int low = Math.min(a, b);
            ends[high] = ends[--left];
            ends[low] = ends[--left];
        }
        return sets;
    }

    /// Everyone with those 1, 2, 4, 8, ... further on.
    public static Network exponential(int agents) {
        List<int[]> links = new ArrayList<>();
        for (int i = 0; i < agents; i++) for (int hop = 1; hop < agents; hop *= 2) if (i != (i + hop) % agents) links.add(new int[] {i, (i + hop) % agents});
        return of("exponential", agents, links);
    }

    /// The links of a file: two numbers of agents, from 0, a line; comments begin with `#`.
    ///
    /// @throws IOException naming the line that is no link between two of the agents
    public static Network read(Path file, int agents) throws IOException {
        List<int[]> links = new ArrayList<>();
        try (BufferedReader in = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line; (line = in.readLine()) != null; ) {
                number++;
                String text = line.strip();
                if (!text.isEmpty() && !text.startsWith("#")) links.add(link(file, number, text, agents));
            }
        }
        return of(file.getFileName().toString(), agents, links);
    }

    private static int[] link(Path file, int number, String text, int agents) throws IOException {
        String[] words = text.split("[\\s,;]+");
        String where = file + ":" + number + ": ";
        if (words.length < 2 || !words[0].matches("\\d{1,9}") || !words[1].matches("\\d{1,9}")) throw new IOException(where + "a link is two numbers of agents, found '" + text + "'");
        int[] link = {Integer.parseInt(words[0]), Integer.parseInt(words[1])};
        if (Math.max(link[0], link[1]) >= agents) throw new IOException(where + "there is no agent " + Math.max(link[0], link[1]) + ", they are 0 to " + (agents - 1) + ", found '" + text + "'");
        if (link[0] == link[1]) throw new IOException(where + "an agent is not linked with itself, found '" + text + "'");
        return link;
    }

    /// How many agents.
    public int agents() {
        return neighbours.size();
    }

    /// How many links an agent has.
    public int degree(int agent) {
        return neighbours.get(agent).length;
    }

    /// How many links.
    public long links() {
        return neighbours.stream().mapToLong(all -> all.length).sum() / 2;
    }

    /// Whether two agents are linked.
    public boolean linked(int i, int j) {
        return Arrays.binarySearch(neighbours.get(i), j) >= 0;
    }

    /// Per agent the least agent of its part of the network.
    public int[] parts() {
        int[] part = new int[agents()];
        Arrays.fill(part, -1);
        for (int first = 0; first < part.length; first++) {
            if (part[first] >= 0) continue;
            ArrayDeque<Integer> open = new ArrayDeque<>(List.of(first));
            part[first] = first;
            while (!open.isEmpty()) {
                for (int j : neighbours.get(open.poll())) {
                    if (part[j] >= 0) continue;
                    part[j] = first;
                    open.add(j);
                }
            }
        }
        return part;
    }

    /// Whether everyone reaches everyone.
    public boolean connected() {
        return Arrays.stream(parts()).allMatch(part -> part == 0);
    }

    /// The same where it is connected; else with links that join its parts: a random agent of each part with a random one of the part before, parts
    /// in the order of their least agents.
    public Network repaired(long seed) {
        int[] part = parts();
        Map<Integer, List<Integer>> members = new LinkedHashMap<>();
        for (int i = 0; i < part.length; i++) members.computeIfAbsent(part[i], _ -> new ArrayList<>()).add(i);
        if (members.size() == 1) return this;
        Seeds.Stream random = Seeds.of(seed).forPurpose("repair").stream(0);
        List<int[]> links = new ArrayList<>();
        for (int i = 0; i < part.length; i++) for (int j : neighbours.get(i)) if (i < j) links.add(new int[] {i, j});
        List<Integer> before = null;
        for (List<Integer> here : members.values()) {
            if (before != null) links.add(new int[] {before.get(random.nextInt(before.size())), here.get(random.nextInt(here.size()))});
            before = here;
        }
        return of(name, part.length, links);
    }

    /// Refuses a network whose agents do not all reach each other.
    ///
    /// @throws IllegalArgumentException naming an agent of each part
    public Network checked() {
        CHECK.that(connected(), "links", "join all agents; repair it or add links:", "parts that begin at " + Arrays.stream(parts()).distinct().boxed().toList());
        return this;
    }
}
