package mf4j.data;

import mf4j.train.Check;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Names at the door, indexes inside: the names of users or of items, each with its index in the order of arrival.
///
/// When all names are whole numbers in their usual spelling (`42`, not `042` or `+42`) they are kept as `long`; otherwise all are
/// kept as UTF-8 bytes, one after another. Either way a table of open addressing finds the index, and no name is an object: 14 to
/// 20 bytes per number, 10 to 16 bytes and its length per text.
public final class Ids {
    private static final Ids NONE = new Builder().build();

    private final int size;
    private final long[] numbers; // by index; null in the text form
    private final byte[] text;    // all names, UTF-8; null in the number form
    private final int[] starts;   // size + 1: where each name starts in text
    private final int[] slots;    // open addressing: index + 1, or 0 for free; length a power of two

    private Ids(int size, long[] numbers, byte[] text, int[] starts, int[] slots) {
        this.size = size;
        this.numbers = numbers;
        this.text = text;
        this.starts = starts;
        this.slots = slots;
    }

    /// No names at all.
    public static Ids none() {
        return NONE;
    }

    /// These names, with the indexes 0, 1, 2 and so on.
    ///
    /// @throws IllegalArgumentException for a name that is there twice, is empty or is not text
    public static Ids of(List<String> names) {
        Builder builder = new Builder();
        for (String name : names) refuseTwice(builder, builder.add(name), name);
        return builder.build();
    }

    /// These numbers, with the indexes 0, 1, 2 and so on.
    ///
    /// @throws IllegalArgumentException for a number that is there twice
    public static Ids ofLongs(long[] distinct) {
        Builder builder = new Builder();
        for (long number : distinct) refuseTwice(builder, builder.add(number), number);
        return builder.build();
    }

    private static void refuseTwice(Builder builder, int index, Object name) {
        builder.asked++;
        Check.of(Ids.class).that(index == builder.asked - 1, "names", "be distinct", "'" + name + "' twice");
    }

    /// How many.
    public int size() {
        return size;
    }

    /// The index of a name, or -1 when it is not one of these. `007` is not `7`.
    public int indexOf(String name) {
        if (numbers != null) {
            byte[] spelled = asciiOrNull(name);
            return spelled != null && Spelling.isNumber(spelled, 0, spelled.length)
                    ? indexOf(Spelling.number(spelled, 0, spelled.length)) : -1;
        }
        byte[] bytes = Spelling.utf8OrNull(name);
        return bytes == null ? -1 : find(slots, size, text, starts, bytes, 0, bytes.length);
    }

    /// The index of a number, or -1 when it is not one of these.
    public int indexOf(long number) {
        return numbers != null ? find(slots, size, numbers, number) : indexOf(Long.toString(number));
    }

    private static byte[] asciiOrNull(String name) {
        if (name.length() > 20) return null;
        byte[] bytes = Spelling.utf8OrNull(name);
        return bytes == null || bytes.length != name.length() ? null : bytes;
    }

    /// Whether a name is one of these.
    public boolean contains(String name) {
        return indexOf(name) >= 0;
    }

    /// The name at an index.
    ///
    /// @throws IndexOutOfBoundsException outside [0, size)
    public String name(int index) {
        java.util.Objects.checkIndex(index, size);
        return numbers != null ? Long.toString(numbers[index])
                : new String(text, starts[index], starts[index + 1] - starts[index], StandardCharsets.UTF_8);
    }

    /// Whether all names are whole numbers, kept as such.
    public boolean areIntegers() {
        return numbers != null;
    }

    /// The number at an index, where [#areIntegers].
    ///
    /// @throws IllegalStateException where names are text
    public long number(int index) {
        java.util.Objects.checkIndex(index, size);
        Check.of(Ids.class).state(numbers != null, () -> "these names are text, not numbers: '" + name(0) + "'");
        return numbers[index];
    }

    /// Feeds the names to a digest in one fixed form.
    void feed(Fingerprint print) {
        print.add(size, numbers == null ? 1 : 0);
        if (numbers != null) {
            print.add(numbers, size);
        } else {
            print.add(starts, size + 1);
            print.add(text, starts[size]);
        }
    }

    /// Whether the same names have the same indexes.
    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Ids ids) || ids.size != size || (ids.numbers == null) != (numbers == null)) return false;
        if (numbers != null) return Arrays.equals(numbers, 0, size, ids.numbers, 0, size);
        return Arrays.equals(starts, 0, size + 1, ids.starts, 0, size + 1)
                && Arrays.equals(text, 0, starts[size], ids.text, 0, starts[size]);
    }

    @Override
    public int hashCode() {
        return size == 0 ? 0 : 31 * size + name(0).hashCode() + 17 * name(size - 1).hashCode();
    }

    @Override
    public String toString() {
        return size + (numbers != null ? " numbers" : " names") + (size == 0 ? "" : ", '" + name(0) + "' first");
    }

    /// Among the first `size` names: slots may know of names that came later, see [Builder#shared].
    private static int find(int[] slots, int size, long[] numbers, long number) {
        int mask = slots.length - 1;
        int slot = hash(number) & mask;
        for (int index = slots[slot] - 1; index >= 0; slot = slot + 1 & mask, index = slots[slot] - 1) {
            if (index < size && numbers[index] == number) return index;
        }
        return -1;
    }

    private static int find(int[] slots, int size, byte[] text, int[] starts, byte[] name, int from, int to) {
        int mask = slots.length - 1;
        int slot = hash(name, from, to) & mask;
        for (int index = slots[slot] - 1; index >= 0; slot = slot + 1 & mask, index = slots[slot] - 1) {
            if (index < size && Arrays.equals(text, starts[index], starts[index + 1], name, from, to)) return index;
        }
        return -1;
    }

    private static int hash(long number) {
        long mixed = (number ^ number >>> 32) * 0x9e3779b97f4a7c15L;
        return (int) (mixed >>> 32);
    }

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static int hash(byte[] name, int from, int to) {
        long mixed = to - from;
        for (; from + 8 <= to; from += 8) mixed = stir(mixed ^ (long) LONGS.get(name, from));
        for (; from < to; from++) mixed = stir(mixed ^ name[from]);
        return (int) (mixed >>> 32);
    }

    private static long stir(long bits) {
        bits *= 0x9e3779b97f4a7c15L;
        return bits ^ bits >>> 29;
    }

    /// Collects names, each once, and gives them their indexes. Not for sharing between threads.
    public static final class Builder {
        private int size;
        private long[] numbers = new long[16]; // null from the first name that is not a number
        private byte[] text;
        private int[] starts;
        private int[] slots = new int[32];
        private int asked; // by Ids.of

        /// With no names yet.
        public Builder() { }

        /// With these names, under their indexes.
        public Builder(Ids ids) {
            size = ids.size;
            numbers = ids.numbers == null ? null : Arrays.copyOf(ids.numbers, Math.max(16, size));
            text = ids.text == null ? null : Arrays.copyOf(ids.text, Math.max(64, ids.starts[size]));
            starts = ids.starts == null ? null : Arrays.copyOf(ids.starts, Math.max(16, size + 1));
            rehash((int) Math.min(1 << 30, Integer.highestOneBit(Math.max(16, size)) * 4L));
        }

        /// How many distinct names there are so far.
        public int size() {
            return size;
        }

        /// The index of a name: its own when it is here already, the next free one otherwise.
        ///
        /// @throws IllegalArgumentException for an empty name or one that is not text (half a surrogate pair)
        public int add(String name) {
            byte[] bytes = Spelling.utf8OrNull(Check.of(Ids.class).present("name", name));
            Check.of(Ids.class).that(bytes != null, "name", "be text, without half surrogate pairs", "'" + name + "'");
            return add(bytes, 0, bytes.length);
        }

        /// The index of the name whose UTF-8 bytes are `utf8[from..to)`.
        public int add(byte[] utf8, int from, int to) {
            if (numbers != null) {
                if (Spelling.isNumber(utf8, from, to)) return add(Spelling.number(utf8, from, to));
                becomeText();
            }
            return addText(utf8, from, to);
        }

        /// The index of a number.
        public int add(long number) {
            if (numbers == null) {
                byte[] digits = Long.toString(number).getBytes(StandardCharsets.US_ASCII);
                return addText(digits, 0, digits.length);
            }
            int[] slots = this.slots;
            int mask = slots.length - 1;
            int slot = hash(number) & mask;
            for (; slots[slot] != 0; slot = slot + 1 & mask) {
                if (numbers[slots[slot] - 1] == number) return slots[slot] - 1;
            }
            if (size == numbers.length) numbers = Arrays.copyOf(numbers, grown(size, 1));
            numbers[size] = number;
            return take(slot);
        }

        private int addText(byte[] utf8, int from, int to) {
            int mask = slots.length - 1;
            int slot = hash(utf8, from, to) & mask;
            for (; slots[slot] != 0; slot = slot + 1 & mask) {
                int index = slots[slot] - 1;
                if (Arrays.equals(text, starts[index], starts[index + 1], utf8, from, to)) return index;
            }
            Check.of(Ids.class).that(to > from, "name", "have at least one character", "''");
            Check.of(Ids.class).that(Spelling.isUtf8(utf8, from, to), "name", "be text in UTF-8", java.util.HexFormat.of().formatHex(utf8, from, to));
            append(utf8, from, to);
            return take(slot);
        }

        private void append(byte[] utf8, int from, int to) {
            int used = starts[size];
            if (used + (to - from) > text.length || used + (to - from) < 0) text = Arrays.copyOf(text, grown(used, to - from));
            if (size + 2 > starts.length) starts = Arrays.copyOf(starts, grown(size + 1, 1));
            System.arraycopy(utf8, from, text, used, to - from);
            starts[size + 1] = used + (to - from);
        }

        /// Gives the free slot to the next index; rehashes when half are taken.
        private int take(int slot) {
            slots[slot] = ++size;
            if (size * 2L > slots.length) rehash(Math.min(1 << 30, slots.length * 4));
            return size - 1;
        }

        private void rehash(int length) {
            int[] next = new int[length];
            int mask = length - 1;
            for (int index = 0; index < size; index++) {
                int slot = (numbers != null ? hash(numbers[index]) : hash(text, starts[index], starts[index + 1])) & mask;
                while (next[slot] != 0) slot = slot + 1 & mask;
                next[slot] = index + 1;
            }
            slots = next;
        }

        private void becomeText() {
            long[] known = numbers;
            int count = size;
            numbers = null;
            size = 0;
            text = new byte[Math.max(64, 8 * count)];
            starts = new int[Math.max(16, count + 2)];
            slots = new int[slots.length];
            for (int index = 0; index < count; index++) {
                byte[] digits = Long.toString(known[index]).getBytes(StandardCharsets.US_ASCII);
                addText(digits, 0, digits.length);
            }
        }

        private static int grown(int length, int more) {
            long wanted = Math.max((long) length + more, length + (length >> 1) + 16L);
            Check.of(Ids.class).that((long) length + more <= Integer.MAX_VALUE - 16, "names", "take less than 2 GB", (long) length + more);
            return (int) Math.min(wanted, Integer.MAX_VALUE - 16);
        }

        /// The names so far, in the builder's own tables: nothing is copied, and names that are added later are not among them. Safe to
        /// read while the builder goes on, in any thread: what the tables hold of these names is never written again.
        public Ids shared() {
            return new Ids(size, numbers, text, starts, slots);
        }

        /// The names so far; the builder goes on being usable.
        public Ids build() {
            int room = 1 << Math.max(2, 32 - Integer.numberOfLeadingZeros(size * 3 / 2));
            if (room < slots.length) rehash(room);
            return numbers != null
                    ? new Ids(size, Arrays.copyOf(numbers, size), null, null, slots.clone())
                    : new Ids(size, null, Arrays.copyOf(text, starts[size]), Arrays.copyOf(starts, size + 1), slots.clone());
        }
    }

    /// How names are spelled.
    private static final class Spelling {
        private Spelling() { }

        /// Whether these bytes are the usual spelling of a `long`: no plus, no leading zeros, no minus zero.
        static boolean isNumber(byte[] bytes, int from, int to) {
            int first = from < to && bytes[from] == '-' ? from + 1 : from;
            int digits = to - first;
            if (digits < 1 || digits > 19) return false;
            if (bytes[first] == '0') return digits == 1 && first == from;
            for (int j = first; j < to; j++) if (bytes[j] < '0' || bytes[j] > '9') return false;
            return digits < 19 || fits(bytes, from, to);
        }

        private static boolean fits(byte[] bytes, int from, int to) {
            try {
                Long.parseLong(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
                return true;
            } catch (NumberFormatException e) {
                return false;
            }
        }

        static long number(byte[] bytes, int from, int to) {
            boolean negative = bytes[from] == '-';
            long number = 0; // grown downwards: Long.MIN_VALUE has no positive twin
            for (int j = negative ? from + 1 : from; j < to; j++) number = number * 10 - (bytes[j] - '0');
            return negative ? number : -number;
        }

        static byte[] utf8OrNull(String name) {
            try {
                ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(name));
                return Arrays.copyOf(bytes.array(), bytes.limit());
            } catch (CharacterCodingException e) {
                return null;
            }
        }

        static boolean isUtf8(byte[] bytes, int from, int to) {
            boolean ascii = true;
            for (int j = from; j < to; j++) ascii &= bytes[j] >= 0;
            if (ascii) return true;
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from));
                return true;
            } catch (CharacterCodingException e) {
                return false;
            }
        }
    }
}
