package mf4j.store;

import mf4j.data.Ids;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Names and titles as CSV: `index,id,title`, lines ending in `\n`, a field in quotes where RFC 4180 wants it. No title is an
/// empty field, an empty title is `""`.
///
/// @param ids    in the order of their indexes
/// @param titles by id; ids without a title are absent
record NameTable(Ids ids, Map<String, String> titles) {
    private static final List<String> COLUMNS = List.of("index", "id", "title");

    Part part(String name) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("rows", ids.size());
        facts.put("ids", ids.areIntegers() ? "integer" : "text");
        return new Part(name, facts, this::write);
    }

    private void write(OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
        writer.write(String.join(",", COLUMNS) + "\n");
        for (int index = 0; index < ids.size(); index++) {
            String id = ids.name(index);
            String title = titles.get(id);
            writer.write(index + "," + Csv.field(id) + "," + (title == null ? "" : Csv.field(title)) + "\n");
        }
        writer.flush();
    }

    static NameTable read(InputStream in) throws IOException {
        Csv csv = new Csv(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT)), 1 << 16));
        if (!COLUMNS.equals(csv.row())) throw new IOException("it does not begin with " + String.join(",", COLUMNS));
        Ids.Builder ids = new Ids.Builder();
        Map<String, String> titles = new LinkedHashMap<>();
        for (List<String> row = csv.row(); !row.isEmpty(); row = csv.row()) {
            int index = ids.size();
            boolean next = row.size() == COLUMNS.size() && row.getFirst().equals(Integer.toString(index)) && row.get(1) != null
                    && ids.add(row.get(1)) == index;
            if (!next) throw new IOException("row " + index + " is not " + index + ",a new id,a title but " + row);
            if (row.getLast() != null) titles.put(row.get(1), row.getLast());
        }
        return new NameTable(ids.build(), titles);
    }
}
