package io.causalgrid.cli.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A process's log, read from its end; only the last {@value #WINDOW_BYTES} bytes are ever looked at. */
public record LogFile(Path path) {

    static final int WINDOW_BYTES = 1 << 20;

    /**
     * A piece of the log.
     *
     * @param lines complete lines, and at the log's end also an unfinished one
     * @param end the position after them, in bytes
     */
    public record Piece(List<String> lines, long end) {}

    /** The last lines, at most {@code count}; none when there is no log yet. */
    public Piece tail(int count) {
        Piece window = after(Math.max(0, size() - WINDOW_BYTES));
        List<String> lines = window.lines();
        return new Piece(lines.subList(Math.max(0, lines.size() - count), lines.size()), window.end());
    }

    /** The last lines as a message quotes them: under a heading that names the process whose log it is. */
    public String quotedEnd(String process, int count) {
        String lines = tail(count).lines().stream().map(line -> "  | " + line).collect(Collectors.joining("\n"));
        return "The end of %s's log (%s):\n%s".formatted(process, path, lines.isEmpty() ? "  | (empty)" : lines);
    }

    /** What has been written after the position, up to now; from the beginning when the log has been put aside. */
    public Piece after(long position) {
        if (!Files.exists(path)) {
            return new Piece(List.of(), 0);
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long from = file.length() < position ? 0 : position;
            byte[] bytes = new byte[(int) Math.min(WINDOW_BYTES, file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8);
            return new Piece(text.lines().toList(), from + bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException("The log " + path + " cannot be read", e);
        }
    }

    private long size() {
        try {
            return Files.exists(path) ? Files.size(path) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException("The log " + path + " cannot be read", e);
        }
    }
}
