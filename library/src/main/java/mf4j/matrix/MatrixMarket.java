package mf4j.matrix;

import java.io.IOException;
import java.nio.file.Path;

/// Matrices in the text format of the [Matrix Market](https://math.nist.gov/MatrixMarket/formats.html), `.mtx`, packed (`.mtx.gz`) or
/// not: `array` and `coordinate`, real, integer and pattern, general, symmetric and skew-symmetric.
///
/// Read they are dense matrices of doubles in memory: what a coordinate file does not name is 0, what it names twice adds up, a
/// pattern has ones. Complex and hermitian matrices are refused.
public final class MatrixMarket {
    private MatrixMarket() { }

    /// How the numbers are laid out.
    public enum Layout {
        /// All of them, column by column.
        ARRAY,
        /// `row column value`, counted from 1, of those that are not 0.
        COORDINATE
    }

    /// What the numbers are.
    public enum Field {
        /// Any.
        REAL,
        /// Whole ones.
        INTEGER,
        /// None: what is named is 1.
        PATTERN
    }

    /// What need not be said twice.
    public enum Symmetry {
        /// Nothing.
        GENERAL,
        /// Above the diagonal is what is below it.
        SYMMETRIC,
        /// Above the diagonal is the negative of what is below it, on it are zeros.
        SKEW_SYMMETRIC
    }

    /// The first line of a file.
    public record Kind(Layout layout, Field field, Symmetry symmetry) {
        /// All numbers of any matrix.
        public static final Kind DENSE = new Kind(Layout.ARRAY, Field.REAL, Symmetry.GENERAL);
        /// What is not 0 of any matrix.
        public static final Kind SPARSE = new Kind(Layout.COORDINATE, Field.REAL, Symmetry.GENERAL);

        /// Refuses what the format does not have.
        public Kind {
            mf4j.train.Check check = mf4j.train.Check.of(MatrixMarket.class);
            check.that(layout == Layout.COORDINATE || field != Field.PATTERN, "field", "be real or integer in an array", "pattern");
            check.that(symmetry != Symmetry.SKEW_SYMMETRIC || field != Field.PATTERN, "symmetry", "be general or symmetric of a pattern", "skew-symmetric");
        }
    }

    /// Reads a matrix.
    ///
    /// @throws IOException with file, line, what is wrong and what was found
    public static Matrix read(Path path) throws IOException {
        return MatrixMarketReader.read(path);
    }

    /// Writes all numbers, replacing the file as a whole or not at all; read back they are the same.
    public static void write(Path path, Matrix matrix) throws IOException {
        write(path, matrix, Kind.DENSE);
    }

    /// Writes a matrix in a kind, replacing the file as a whole or not at all.
    ///
    /// @throws IllegalArgumentException when the matrix is not of that kind, naming the first number that is not
    public static void write(Path path, Matrix matrix, Kind kind) throws IOException {
        MatrixMarketWriter.write(path, matrix, kind);
    }
}
