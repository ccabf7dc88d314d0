package mf4j.sql;

import mf4j.data.Ids;
import mf4j.train.Sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;

/// Reads ratings from delimited text with all cores: each takes the next stretch of a file and makes a [Block] of it.
final class TextReader {
    /// What is wrong with a line; ends in a comma where the line itself should be shown.
    private static final class BadLine extends RuntimeException {
        private static final long serialVersionUID = 1;

        BadLine(String what) {
            super(what, null, false, false);
        }
    }

    private final Source source;
    private final long total;  // bytes of all files
    private long done;         // bytes read
    private long rows;         // read of files whose bytes cannot be told
    private final Block.Names[] names = new Block.Names[Sweep.threads()]; // per worker

    TextReader(Source source, List<Path> files) {
        this.source = source;
        Arrays.setAll(names, _ -> new Block.Names());
        this.total = files.stream().mapToLong(file -> file.toFile().length()).sum();
    }

    /// The blocks of a file in its order.
    List<Block> read(Path path) {
        Layout layout = Layout.of(path.toString(), TextFile.head(path), source);
        try {
            return read(path, layout, false);
        } catch (Cells.OpenQuote e) {
            return read(path, layout, true);
        }
    }

    private List<Block> read(Path path, Layout layout, boolean multiline) {
        Roles roles = layout.roles(path.toString(), source);
        ConcurrentSkipListMap<Long, Block> blocks = new ConcurrentSkipListMap<>();
        ConcurrentSkipListMap<Long, RuntimeException> bad = new ConcurrentSkipListMap<>();
        try (TextFile file = TextFile.open(path, multiline, layout.body())) {
            Sweep.over(names.length, 1, (_, worker, _) -> {
                long[] slot = new long[1];
                byte[][] buffer = new byte[1][0];
                for (TextFile.Stretch stretch; bad.isEmpty() && (stretch = file.take(slot, buffer)) != null; ) {
                    try {
                        Block block = new Parsing(path, file, layout, roles, multiline, stretch, names[worker]).block();
                        blocks.put(slot[0], block);
                        if (TextFile.isZstd(path)) tellRows(block.size);
                        else tell(stretch.taken());
                    } catch (RuntimeException e) {
                        bad.put(slot[0], e);
                    }
                }
            });
        }
        if (!bad.isEmpty()) throw bad.firstEntry().getValue();
        return new ArrayList<>(blocks.values());
    }

    private synchronized void tell(long bytes) {
        done += bytes;
        source.progress().at(Math.min(done, total), total);
    }

    private synchronized void tellRows(long more) {
        rows += more;
        source.progress().at(rows, -1);
    }

    /// One stretch being parsed.
    private final class Parsing {
        private final Path path;
        private final TextFile file;
        private final Layout layout;
        private final Roles roles;
        private final boolean multiline;
        private final TextFile.Stretch stretch;
        private final Cells cells;
        private final Block block;
        private final Waiting users;
        private final Waiting items;

        Parsing(Path path, TextFile file, Layout layout, Roles roles, boolean multiline, TextFile.Stretch stretch, Block.Names names) {
            this.path = path;
            this.file = file;
            this.layout = layout;
            this.roles = roles;
            this.multiline = multiline;
            this.stretch = stretch;
            this.cells = new Cells(layout.delimiter(), multiline);
            this.block = new Block((stretch.to() - stretch.from()) / 16 + 16, roles, names);
            this.users = new Waiting(names.users);
            this.items = new Waiting(names.items);
        }

        Block block() {
            int at = stretch.from();
            try {
                while (at < stretch.to()) {
                    int next = cells.line(stretch.text(), at, stretch.to());
                    if (cells.count == layout.columns()) row();
                    else if (!cells.isBlankLine()) throw new BadLine(layout.columns() + " cells are due, " + cells.count + " are there,");
                    at = next;
                    settle(Waiting.ROOM);
                }
                settle(1);
                return block;
            } catch (BadLine e) {
                int end = at;
                while (stretch.text()[end] != '\n') end++;
                throw error(at, e.getMessage() + (e.getMessage().endsWith(",") ? " found " + TableException.shown(Numbers.text(stretch.text(), at, end).strip()) : ""));
            } catch (IllegalArgumentException e) {
                throw error(at, e.getMessage());
            } catch (Cells.OpenQuote e) {
                if (!multiline) throw e;
                throw error(at, "a quote is opened and never closed");
            }
        }

        private TableException error(int at, String what) {
            return new TableException(path + ":" + file.line(stretch.offset() + at) + ": " + what);
        }

        private void row() {
            float value = 1;
            if (roles.rating() >= 0) {
                if (isMissing(roles.rating())) {
                    if (!source.skipMissing()) throw new BadLine("the rating is missing,");
                    block.skipped++;
                    return;
                }
                value = number(roles.rating(), "rating");
            }
            float weight = roles.weight() < 0 ? 1 : number(roles.weight(), "weight");
            if (!(weight > 0)) throw bad(roles.weight(), "the weight must be above 0");
            long time = roles.time() < 0 ? 0 : time();
            int user = users.waits(roles.user()) ? 0 : name(block.names.users, roles.user(), "user");
            int item = items.waits(roles.item()) ? 0 : name(block.names.items, roles.item(), "item");
            block.add(user, item, value, weight, time);
        }

        /// Numbers that wait for their index: looked up together, so that the misses of the cache overlap instead of each stopping
        /// the parsing of its line. In which order names are met does not matter: [Gathering] orders them by row.
        private final class Waiting {
            private static final int ROOM = 1 << 10;

            private final Ids.Builder names;
            private final long[] numbers = new long[ROOM];
            private final int[] rows = new int[ROOM];
            private int size;

            Waiting(Ids.Builder names) {
                this.names = names;
            }

            /// Whether the cell is a number, which then waits; other names, and numbers of unusual spelling, do not.
            boolean waits(int cell) {
                byte[] bytes = cells.bytes(cell);
                int from = cells.from(cell), to = cells.to(cell);
                if (to - from > 18 || to == from || bytes[from] == '0' && to - from > 1) return false;
                long number = 0;
                for (int j = from; j < to; j++) {
                    int digit = bytes[j] - '0';
                    if (digit < 0 || digit > 9) return false;
                    number = number * 10 + digit;
                }
                numbers[size] = number;
                rows[size++] = block.size;
                return true;
            }

            void settle(int[] column) {
                for (int j = 0; j < size; j++) column[rows[j]] = names.add(numbers[j]);
                size = 0;
            }
        }

        private void settle(int least) {
            if (users.size >= least) users.settle(block.user);
            if (items.size >= least) items.settle(block.item);
        }

        private boolean isMissing(int cell) {
            return Numbers.missing(cells.bytes(cell), cells.from(cell), cells.to(cell));
        }

        private int name(Ids.Builder names, int cell, String role) {
            if (cells.from(cell) == cells.to(cell)) throw new BadLine("the " + role + " is missing,");
            return names.add(cells.bytes(cell), cells.from(cell), cells.to(cell));
        }

        private float number(int cell, String role) {
            try {
                float number = (float) Numbers.number(cells.bytes(cell), cells.from(cell), cells.to(cell));
                if (Float.isFinite(number)) return number;
                throw bad(cell, "the " + role + " must be a finite number");
            } catch (NumberFormatException e) {
                throw bad(cell, "the " + role + " must be a number");
            }
        }

        private long time() {
            try {
                return Numbers.time(cells.bytes(roles.time()), cells.from(roles.time()), cells.to(roles.time()));
            } catch (NumberFormatException e) {
                throw bad(roles.time(), "the time must be a whole number or a date");
            }
        }

        private BadLine bad(int cell, String what) {
            return new BadLine(what + ", found " + TableException.shown(cells.text(cell)));
        }
    }
}
