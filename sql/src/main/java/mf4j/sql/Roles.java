package mf4j.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Which column of a table is the user, the item and so on: its place from 0, or -1 where there is none.
record Roles(int user, int item, int rating, int time, int weight) {
    static final List<String> USER = List.of("user", "userid", "users", "uid", "username", "customer", "customerid", "custid",
            "reviewer", "reviewerid", "member", "memberid", "account", "accountid", "visitor", "visitorid", "person", "personid", "profileid");
    static final List<String> ITEM = List.of("item", "itemid", "items", "iid", "movie", "movieid", "film", "filmid", "product", "productid",
            "asin", "parentasin", "book", "bookid", "isbn", "song", "songid", "track", "trackid", "artist", "artistid", "business", "businessid",
            "anime", "animeid", "game", "gameid", "article", "articleid", "sku");
    private static final List<String> RATING = List.of("rating", "ratings", "score", "stars", "starrating", "star", "overall", "value", "rate",
            "preference", "plays", "playcount", "listens", "count", "clicks", "views");
    private static final List<String> TIME = List.of("timestamp", "time", "ts", "datetime", "date", "unixtime", "epoch", "unixreviewtime",
            "ratedat", "createdat", "eventtime", "reviewtime");
    private static final List<String> WEIGHT = List.of("weight");

    /// Finds the columns of a table with names.
    static Roles named(String table, List<String> names, Source source) {
        int user = find(table, "user", source.user(), USER, names);
        int item = find(table, "item", source.item(), ITEM, names);
        int rating = find(table, "rating", source.rating(), RATING, names);
        int time = find(table, "time", source.time(), TIME, names);
        int weight = find(table, "weight", source.weight(), WEIGHT, names);
        require(user, table, "user", names);
        require(item, table, "item", names);
        return new Roles(user, item, rating, time, weight).checked(table, names, source.implicit());
    }

    /// The columns of a table without names: user, item, rating, time in this order, or as numbered.
    static Roles numbered(String table, int columns, boolean timeIsThere, Source source) {
        List<String> names = new ArrayList<>();
        for (int column = 1; column <= columns; column++) names.add(Integer.toString(column));
        int user = source.user().isEmpty() ? 0 : find(table, "user", source.user(), USER, names);
        int item = source.item().isEmpty() ? 1 : find(table, "item", source.item(), ITEM, names);
        int rating = !source.rating().isEmpty() ? find(table, "rating", source.rating(), RATING, names) : columns > 2 ? 2 : -1;
        int time = !source.time().isEmpty() ? find(table, "time", source.time(), TIME, names) : columns > 3 && timeIsThere ? 3 : -1;
        int weight = source.weight().isEmpty() ? -1 : find(table, "weight", source.weight(), WEIGHT, names);
        if (item >= columns) require(-1, table, "item", names);
        return new Roles(user, item, rating, time, weight).checked(table, names, source.implicit());
    }

    private Roles checked(String table, List<String> names, boolean implicit) {
        if (rating < 0 && !implicit) {
            throw new TableException(table + ": no rating column among " + listed(names)
                    + "; name it with --rating, or read every row as an event of value 1 with --implicit");
        }
        if (user == item) throw new TableException(table + ": user and item are the same column, '" + names.get(user) + "'");
        return this;
    }

    private static void require(int place, String table, String role, List<String> names) {
        if (place < 0) throw new TableException(table + ": no " + role + " column among " + listed(names) + "; name it with --" + role);
    }

    /// Whether a line of names knows a user or an item: then it is a header.
    static boolean known(List<String> cells, Source source) {
        for (String given : List.of(source.user(), source.item(), source.rating(), source.time())) {
            if (!given.isEmpty() && !number(given) && cells.contains(given)) return true;
        }
        return first(USER, cells) >= 0 || first(ITEM, cells) >= 0 || first(RATING, cells) >= 0;
    }

    static int find(String table, String role, String given, List<String> usual, List<String> names) {
        if (given.isEmpty()) return first(usual, names);
        int place = place(given, names);
        if (place < 0) throw new TableException(table + ": no column '" + given + "' for the " + role + " among " + listed(names));
        return place;
    }

    /// The place of a column given by its name or its number from 1.
    static int place(String given, List<String> names) {
        int place = names.indexOf(given);
        for (int j = 0; place < 0 && j < names.size(); j++) if (names.get(j).equalsIgnoreCase(given)) place = j;
        if (place < 0 && number(given) && Integer.parseInt(given) >= 1 && Integer.parseInt(given) <= names.size()) place = Integer.parseInt(given) - 1;
        return place;
    }

    static boolean number(String text) {
        return text.matches("[0-9]{1,6}");
    }

    /// The place of the first usual name that is there.
    static int first(List<String> usual, List<String> names) {
        List<String> plain = names.stream().map(name -> name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "")).toList();
        for (String name : usual) if (plain.contains(name)) return plain.indexOf(name);
        return -1;
    }

    static String listed(List<String> names) {
        return names.isEmpty() ? "none" : "'" + String.join("', '", names) + "'";
    }
}
