package mf4j.app;

import mf4j.data.Ids;
import mf4j.data.Ratings;
import mf4j.evaluate.Candidates;
import mf4j.matrix.SparseRows;
import mf4j.sql.Source;
import mf4j.sql.Tables;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Given candidates of users: what a test item is ranked among.
///
/// Two kinds of files: a table of user and item, read as every table; or the lines `(user,item)<tab>item<tab>item...` that were
/// published with neural collaborative filtering (He et al. 2017), where the first item is the test's own.
///
/// @param unknownUsers how many of the users have nothing in the test
/// @param unknownItems how many of the items the model does not know
/// @param withoutAny   how many users of the test have no candidates and are not judged
record GivenCandidates(Candidates candidates, int users, int unknownUsers, int unknownItems, int withoutAny) {
    private static final Pattern PAIR = Pattern.compile("\\(([^,]+),([^)]+)\\)");

    /// Reads a file and counts what does not fit the test.
    static GivenCandidates of(Path file, Ratings test, Ids items) throws IOException {
        Ratings given = read(file);
        if (given.count() == 0) throw new IllegalArgumentException(file + ": there is no candidate in it");
        return new GivenCandidates(Candidates.of(given), given.users().size(), absent(given, test), unknown(given.items(), items), absent(test, given));
    }

    private static Ratings read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) throw new IllegalArgumentException(file + ": there is no such file");
        if (!file.toString().matches(".*\\.(parquet|pq|gz|zst)")) {
            try (BufferedReader lines = Files.newBufferedReader(file)) {
                String first = lines.readLine();
                if (first != null && first.startsWith("(")) return lists(file, first, lines);
            }
        }
        return Tables.ratings(Source.of(file).withImplicit(true));
    }

    private static Ratings lists(Path file, String first, BufferedReader lines) throws IOException {
        Ratings.Builder given = Ratings.builder();
        int number = 1;
        for (String line = first; line != null; line = lines.readLine(), number++) {
            if (line.isBlank()) continue;
            String[] cells = line.split("\t");
            Matcher pair = PAIR.matcher(cells[0].strip());
            if (!pair.matches()) throw new IllegalArgumentException(file + ":" + number + ": (user,item) is due, found '" + cells[0] + "'");
            for (int j = 1; j < cells.length; j++) given.add(pair.group(1).strip(), cells[j].strip(), 1);
        }
        return given.build();
    }

    /// How many users with ratings have none in the others.
    private static int absent(Ratings ratings, Ratings others) {
        SparseRows rows = ratings.byUser();
        int absent = 0;
        for (int row = 0; row < rows.rows(); row++) {
            int other = others.users().indexOf(ratings.users().name(row));
            if (rows.count(row) > 0 && (other < 0 || others.byUser().count(other) == 0)) absent++;
        }
        return absent;
    }

    private static int unknown(Ids given, Ids known) {
        int unknown = 0;
        for (int item = 0; item < given.size(); item++) if (!known.contains(given.name(item))) unknown++;
        return unknown;
    }

    /// What does not fit, in words.
    Optional<String> doubt(Path file) {
        if (unknownUsers + unknownItems + withoutAny == 0) return Optional.empty();
        return Optional.of(file + ": " + unknownUsers + " of its " + users + " users have nothing to be judged by, " + unknownItems
                + " of its items are not in the model; " + withoutAny + " users to be judged are not in it and left out");
    }
}
