package io.causalgrid.kv.client.watch;

import io.causalgrid.kv.client.error.UnexpectedAnswerException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of bytes, however they are cut (WHATWG HTML, 9.2.6, "Interpreting an event stream"). An event counts when the
 * blank line after it has come; what a broken connection leaves of one is dropped with the parser. Belongs to one thread.
 */
final class SseParser {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final int eventBytesMax;
    private final Consumer<SseEvent> events;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean afterReturn;
    private boolean begun;
    private long eventBytes;
    private @Nullable String id;
    private String name = "message";
    private @Nullable StringBuilder data;

    /** @param eventBytesMax how long one event may become before the stream is refused */
    SseParser(int eventBytesMax, Consumer<SseEvent> events) {
        this.eventBytesMax = eventBytesMax;
        this.events = events;
    }

    /** Takes all bytes of the buffer. */
    void feed(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            feed(bytes.get());
        }
    }

    private void feed(byte next) {
        boolean endsReturn = afterReturn && next == '\n';
        afterReturn = next == '\r';
        if (endsReturn) {
            return;
        }
        if (next == '\n' || next == '\r') {
            String text = line.toString(StandardCharsets.UTF_8);
            line.reset();
            endLine(text);
            return;
        }
        if (++eventBytes > eventBytesMax) {
            throw new UnexpectedAnswerException("An event has more than " + eventBytesMax + " bytes", null);
        }
        line.write(next);
    }

    private void endLine(String text) {
        String rest = !begun && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        begun = true;
        if (rest.isEmpty()) {
            endEvent();
            return;
        }
        int colon = rest.indexOf(':');
        String field = colon < 0 ? rest : rest.substring(0, colon);
        String value = colon < 0 ? "" : rest.substring(colon + 1);
        field(field, value.startsWith(" ") ? value.substring(1) : value);
    }

    /** A comment is a field without a name. */
    private void field(String field, String value) {
        switch (field) {
            case "id" -> id = value.indexOf('\0') < 0 ? value : id;
            case "event" -> name = value;
            case "data" -> {
                if (data == null) {
                    data = new StringBuilder(value);
                } else {
                    data.append('\n').append(value);
                }
            }
            default -> {}
        }
    }

    private void endEvent() {
        if (id != null || data != null) {
            events.accept(new SseEvent(id, name, data == null ? null : data.toString()));
        }
        id = null;
        name = "message";
        data = null;
        eventBytes = 0;
    }
}
