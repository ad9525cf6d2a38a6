package io.causalgrid.cli.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Standard input, standard output and standard error, with colour when a stream is a terminal and {@code NO_COLOR} is not set
 * (https://no-color.org), and with one live line of progress when standard error is a terminal.
 */
public final class Terminal {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration QUIET_NOTE_EVERY = Duration.ofSeconds(10);
    private static final String TO_LINE_START_AND_CLEAR = "\r\u001b[K";

    /**
     * A stream to print to.
     *
     * @param colour whether colours are wanted there
     * @param live whether a line can be overwritten there
     */
    public record Stream(PrintStream stream, boolean colour, boolean live) {}

    private final Stream out;
    private final Stream err;
    private final InputStream in;
    private boolean liveLineShown;
    private long notedSeconds;

    /** One with nothing to read. */
    public Terminal(Stream out, Stream err) {
        this(out, err, InputStream.nullInputStream());
    }

    /** @param in what commands read that are told to read standard input */
    public Terminal(Stream out, Stream err, InputStream in) {
        this.out = out;
        this.err = err;
        this.in = in;
    }

    /**
     * The process's own streams; whether each is a terminal is told by the launcher script in the system properties
     * {@code causalgrid.terminal.stdout} and {@code causalgrid.terminal.stderr}.
     */
    public static Terminal ofProcess(Map<String, String> environment) {
        String noColour = environment.get("NO_COLOR");
        boolean colour = (noColour == null || noColour.isEmpty()) && !"dumb".equals(environment.get("TERM"));
        return new Terminal(
                stream(System.out, Boolean.getBoolean("causalgrid.terminal.stdout"), colour),
                stream(System.err, Boolean.getBoolean("causalgrid.terminal.stderr"), colour),
                System.in);
    }

    private static Stream stream(PrintStream stream, boolean isTerminal, boolean colour) {
        return new Stream(new PrintStream(stream, true, StandardCharsets.UTF_8), isTerminal && colour, isTerminal);
    }

    /** A line of the result. */
    public synchronized void print(String line) {
        clearLiveLine();
        out.stream().println(line);
    }

    /** A result that is bytes, as they are; on a terminal with the end of a line, so that what follows stands apart. */
    public synchronized void printBytes(byte[] bytes) {
        clearLiveLine();
        out.stream().write(bytes, 0, bytes.length);
        if (out.live() && bytes.length > 0 && bytes[bytes.length - 1] != '\n') {
            out.stream().println();
        }
        out.stream().flush();
    }

    /** Whether nobody takes results any more: the reader of a pipe has gone, or a disk is full. */
    public boolean isClosed() {
        return out.stream().checkError();
    }

    /** Standard input. */
    public InputStream input() {
        return in;
    }

    /** A result as JSON. */
    public void printJson(Object value) {
        printJson(value, JSON.writerWithDefaultPrettyPrinter());
    }

    /** One of many results as JSON, on a line of its own. */
    public void printJsonLine(Object value) {
        printJson(value, JSON.writer());
    }

    private void printJson(Object value, ObjectWriter writer) {
        try {
            print(writer.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result has no JSON form", e);
        }
    }

    /** A line about what is going on. */
    public synchronized void note(String line) {
        clearLiveLine();
        err.stream().println(line);
    }

    /** Why a command failed. */
    public void fail(String message) {
        note((err.colour() ? Colour.RED.around("Failed:") : "Failed:") + " " + message);
    }

    /**
     * What is being waited for: on a terminal a line that is overwritten by the next, elsewhere a line now and then.
     */
    public synchronized void progress(String text, Duration waited) {
        if (err.live()) {
            err.stream().print(TO_LINE_START_AND_CLEAR + text + "  " + waited.toSeconds() + " s");
            err.stream().flush();
            liveLineShown = true;
        } else if (waited.toSeconds() < notedSeconds) {
            notedSeconds = 0; // another wait has begun
        } else if (waited.toSeconds() - notedSeconds >= QUIET_NOTE_EVERY.toSeconds()) {
            notedSeconds = waited.toSeconds();
            err.stream().println(text + "  " + waited.toSeconds() + " s");
        }
    }

    /** The text in a colour, for {@link #print}. */
    public String coloured(@Nullable Colour colour, String text) {
        return colour != null && out.colour() ? colour.around(text) : text;
    }

    /** Standard output, for those who print by themselves. */
    public PrintWriter outWriter() {
        return new PrintWriter(out.stream(), true, StandardCharsets.UTF_8);
    }

    /** Standard error, for those who print by themselves. */
    public PrintWriter errWriter() {
        return new PrintWriter(err.stream(), true, StandardCharsets.UTF_8);
    }

    /** Whether results may be coloured. */
    public boolean hasColour() {
        return out.colour();
    }

    private void clearLiveLine() {
        if (liveLineShown) {
            err.stream().print(TO_LINE_START_AND_CLEAR);
            err.stream().flush();
            liveLineShown = false;
        }
    }
}
