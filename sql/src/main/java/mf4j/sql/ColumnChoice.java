package mf4j.sql;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which columns of a table become columns of a matrix: names, numbers from 1, or ranges of numbers; all unless told otherwise.
final class ColumnChoice {
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,9})-([0-9]{1,9})?");
    private static final Set<String> INDEX = Set.of("", "Unnamed: 0", "__index_level_0__"); // how data frames call theirs

    private ColumnChoice() { }

    /// The places from 0, in the order given.
    ///
    /// @param names of the table's columns
    static int[] of(String table, List<String> wanted, List<String> names) {
        if (wanted.isEmpty()) return all(table, names);
        Set<Integer> places = new LinkedHashSet<>();
        for (String word : wanted) {
            for (int place : places(table, word, names)) {
                if (!places.add(place)) throw new TableException(table + ": column '" + names.get(place) + "' is asked for twice");
            }
        }
        return places.stream().mapToInt(place -> place).toArray();
    }

    private static int[] all(String table, List<String> names) {
        int[] all = new int[names.size()];
        for (int j = 0; j < all.length; j++) {
            all[j] = j;
            if (!INDEX.contains(names.get(j))) continue;
            throw new TableException(table + ": column " + (j + 1) + (names.get(j).isEmpty() ? " has no name" : " is called '" + names.get(j) + "'")
                    + ", as the index of a data frame has; say which columns with --columns" + (j == 0 ? ": 2- leaves out the first" : ""));
        }
        return all;
    }

    private static List<Integer> places(String table, String word, List<String> names) {
        if (names.contains(word)) return List.of(names.indexOf(word));
        Matcher range = RANGE.matcher(word);
        boolean single = word.matches("[0-9]{1,9}");
        if (!single && !range.matches()) throw absent(table, word, names);
        int from = Integer.parseInt(single ? word : range.group(1));
        int to = single ? from : range.group(2) == null ? names.size() : Integer.parseInt(range.group(2));
        if (from < 1 || from > to || to > names.size()) throw absent(table, word, names);
        List<Integer> places = new ArrayList<>();
        for (int place = from; place <= to; place++) places.add(place - 1);
        return places;
    }

    private static TableException absent(String table, String word, List<String> names) {
        String some = Roles.listed(names.subList(0, Math.min(8, names.size()))) + (names.size() > 8 ? ", ..." : "");
        return new TableException(table + ": there is no column '" + word + "' among the " + names.size() + " " + some + "; columns are names, numbers from 1, or ranges such as 2-5 and 2-");
    }
}
