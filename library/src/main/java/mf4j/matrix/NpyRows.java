package mf4j.matrix;

import mf4j.train.Sweep;

import java.io.IOException;
import java.io.OutputStream;

/// Writes a matrix as `.npy` turn by turn: in each, all threads make and encode blocks of rows, and then these are written in order.
final class NpyRows {
    private static final int BLOCK = 1 << 15; // numbers
    private static final int TURN = 32;       // blocks

    private NpyRows() { }

    static void write(OutputStream out, FloatType type, int rows, int columns, RowSource source) throws IOException {
        out.write(Npy.header(type.dtype(), rows, columns));
        int block = Math.clamp(BLOCK / Math.max(1, columns), 1, Math.max(1, rows));
        byte[][] bytes = new byte[TURN][];
        for (long start = 0; start < rows; start += (long) TURN * block) {
            int first = (int) start;
            int count = (int) Math.min((long) TURN * block, rows - start);
            Sweep.over(count, block, () -> new double[block * columns], (scratch, from, to) -> {
                source.copy(first + from, first + to, scratch, 0);
                bytes[from / block] = type.encode(scratch, (to - from) * columns);
            });
            for (int j = 0; j < Math.ceilDiv(count, block); j++) out.write(bytes[j]);
        }
    }
}
