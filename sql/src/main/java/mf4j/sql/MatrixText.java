package mf4j.sql;

import mf4j.train.Sweep;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;

/// Reads a matrix from delimited text with all cores: each takes the next stretch of the file.
final class MatrixText {
    private final Source source;
    private final Path path;
    private final Layout layout;
    private final int[] places; // of the columns wanted
    private long done;          // bytes read

    MatrixText(Source source, List<String> wanted, Path path) {
        this.source = source;
        this.path = path;
        byte[] head = TextFile.head(path);
        Layout plain = Layout.of(path.toString(), head, source.withHeader(Source.Header.NO));
        boolean named = isHeader(plain.sample());
        this.layout = named ? Layout.of(path.toString(), head, source.withHeader(Source.Header.YES)) : plain;
        List<String> names = named ? layout.names() : IntStream.rangeClosed(1, layout.columns()).mapToObj(Integer::toString).toList();
        this.places = ColumnChoice.of(path.toString(), wanted, names);
    }

    private boolean isHeader(List<String> first) {
        if (source.header() != Source.Header.FIND) return source.header() == Source.Header.YES;
        if (counts(first)) {
            throw new TableException(path + ":1: the first line counts 0, 1, 2 and so on, as data frames call their columns: say whether it is a header (--header) or a row (--no-header)");
        }
        return first.stream().noneMatch(MatrixText::isNumber);
    }

    /// `0,1,2` or `,0,1,2`.
    private static boolean counts(List<String> first) {
        List<String> cells = !first.isEmpty() && !first.getFirst().equals("0") ? first.subList(1, first.size()) : first;
        boolean few = cells.size() < 3;
        return !few && IntStream.range(0, cells.size()).allMatch(j -> cells.get(j).equals(Integer.toString(j)));
    }

    private static boolean isNumber(String cell) {
        byte[] bytes = cell.getBytes(StandardCharsets.UTF_8);
        try {
            MatrixReader.number(bytes, 0, bytes.length);
            return !cell.isEmpty();
        } catch (NumberFormatException e) {
            return false;
        }
    }

    void read(MatrixParts parts) {
        List<double[]> stretches;
        try {
            stretches = read(false);
        } catch (Cells.OpenQuote e) {
            stretches = read(true);
        }
        for (double[] stretch : stretches) parts.add(path.toString(), stretch, places.length);
    }

    private List<double[]> read(boolean multiline) {
        ConcurrentSkipListMap<Long, double[]> parts = new ConcurrentSkipListMap<>();
        ConcurrentSkipListMap<Long, RuntimeException> bad = new ConcurrentSkipListMap<>();
        try (TextFile file = TextFile.open(path, multiline, layout.body())) {
            Sweep.over(Sweep.threads(), 1, (_, _, _) -> {
                long[] slot = new long[1];
                byte[][] buffer = new byte[1][0];
                for (TextFile.Stretch stretch; bad.isEmpty() && (stretch = file.take(slot, buffer)) != null; ) {
                    try {
                        parts.put(slot[0], new Parsing(file, multiline, stretch).numbers());
                        tell(stretch.taken());
                    } catch (RuntimeException e) {
                        bad.put(slot[0], e);
                    }
                }
            });
        }
        if (!bad.isEmpty()) throw bad.firstEntry().getValue();
        return new ArrayList<>(parts.values());
    }

    private synchronized void tell(long bytes) {
        done += bytes;
        long size = path.toFile().length();
        source.progress().at(Math.min(done, size), size);
    }

    /// One stretch being parsed.
    private final class Parsing {
        private final TextFile file;
        private final boolean multiline;
        private final TextFile.Stretch stretch;
        private final Cells cells;
        private double[] numbers;
        private int count;

        Parsing(TextFile file, boolean multiline, TextFile.Stretch stretch) {
            this.file = file;
            this.multiline = multiline;
            this.stretch = stretch;
            this.cells = new Cells(layout.delimiter(), multiline);
            this.numbers = new double[(stretch.to() - stretch.from()) / 8 + places.length];
        }

        double[] numbers() {
            int at = stretch.from();
            try {
                while (at < stretch.to()) {
                    int next = cells.line(stretch.text(), at, stretch.to());
                    if (cells.count == layout.columns() && (layout.columns() > 1 || !cells.isBlankLine())) row(at);
                    else if (!cells.isBlankLine()) throw error(at, layout.columns() + " cells are due, " + cells.count + " are there");
                    at = next;
                }
                return Arrays.copyOf(numbers, count);
            } catch (Cells.OpenQuote e) {
                if (!multiline) throw e;
                throw error(at, "a quote is opened and never closed");
            }
        }

        private void row(int at) {
            if (numbers.length - count < places.length) numbers = Arrays.copyOf(numbers, (int) Math.min(Integer.MAX_VALUE - 16L, numbers.length * 3L / 2 + places.length));
            for (int place : places) {
                try {
                    numbers[count++] = MatrixReader.number(cells.bytes(place), cells.from(place), cells.to(place));
                } catch (NumberFormatException e) {
                    throw error(at, column(place) + " must be a number, found " + TableException.shown(cells.text(place)) + "; --columns chooses columns");
                }
            }
        }

        private String column(int place) {
            return "column " + (layout.names().isEmpty() ? place + 1 : "'" + layout.names().get(place) + "'");
        }

        private TableException error(int at, String what) {
            return new TableException(path + ":" + file.line(stretch.offset() + at) + ": " + what);
        }
    }
}
