package io.causalgrid.grid.site.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.function.ToLongFunction;

/**
 * A file of separated values (RFC 4180) with a header. It may be read several times, for what its numbers mean is only known when
 * all have been seen.
 */
public final class SeparatedValues {
    private static final char[] SEPARATORS = {',', ';', '\t'};
    private static final int HEADER_CHARS_MAX = 1 << 16;

    private final Path file;
    private final char separator;

    private SeparatedValues(Path file, char separator) {
        this.file = file;
        this.separator = separator;
    }

    /** Told the header and the lines below it, but for those of nothing but separators. */
    public interface Reading {
        /** Once, at first. */
        void header(CsvRecord header);

        /** A line below. */
        void line(CsvRecord line);
    }

    /**
     * Finds out how a file is written.
     *
     * @param known how many of the columns that are looked for a header names; the separator is the one with the most
     * @throws UnusableFileException if it is empty or no text
     */
    public static SeparatedValues of(Path file, ToLongFunction<CsvRecord> known) throws IOException {
        String start = start(file);
        char best = SEPARATORS[0];
        long most = -1;
        for (char separator : SEPARATORS) {
            Iterator<CsvRecord> first = builder(separator).ofCsvRecord(start).iterator();
            if (!first.hasNext()) {
                throw new UnusableFileException("the file is empty");
            }
            long count = known.applyAsLong(first(first));
            if (count > most) {
                most = count;
                best = separator;
            }
        }
        return new SeparatedValues(file, best);
    }

    /**
     * Reads all.
     *
     * @throws UnusableFileException if it is not well formed
     */
    public void read(Reading reading) throws IOException {
        try (CsvReader<CsvRecord> records = builder(separator).ofCsvRecord(FileText.open(file))) {
            Iterator<CsvRecord> each = records.iterator();
            reading.header(first(each));
            while (each.hasNext()) {
                CsvRecord line = each.next();
                if (!isBlank(line)) {
                    reading.line(line);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (CsvParseException e) {
            throw new UnusableFileException("a field is too long; a quote may be missing");
        }
    }

    private static String start(Path file) throws IOException {
        try (BufferedReader reader = FileText.open(file)) {
            char[] chars = new char[HEADER_CHARS_MAX];
            int length = 0;
            for (int read = 0; read >= 0 && length < chars.length; length += Math.max(0, read)) {
                read = reader.read(chars, length, chars.length - length);
            }
            return new String(chars, 0, length);
        }
    }

    /** Spreadsheets write, and read, a line before the header that names the separator. */
    private static CsvRecord first(Iterator<CsvRecord> records) {
        CsvRecord first = records.next();
        return first.getField(0).startsWith("sep=") && records.hasNext() ? records.next() : first;
    }

    /** Spreadsheets write lines of nothing but separators. */
    private static boolean isBlank(CsvRecord record) {
        return record.getFields().stream().allMatch(String::isBlank);
    }

    private static CsvReader.CsvReaderBuilder builder(char separator) {
        return CsvReader.builder()
                .fieldSeparator(separator)
                .allowExtraFields(true) // counted and named by whoever makes something of a line
                .allowMissingFields(true)
                .allowExtraCharsAfterClosingQuote(true);
    }
}
