package io.causalgrid.kv.client.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.kv.client.error.UnexpectedAnswerException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SseParserTest {
    private static final int BYTES_MAX = 100;

    private final List<SseEvent> events = new ArrayList<>();
    private final SseParser parser = new SseParser(BYTES_MAX, events::add);

    @Test
    void readsIdNameAndData() {
        feed("id: 7\nevent: change\ndata: {\"a\":1}\n\n");
        assertThat(events).containsExactly(new SseEvent("7", "change", "{\"a\":1}"));
    }

    @Test
    void knowsAllLineEndsAndTakesOneSpaceOff() {
        feed("\uFEFFdata:a\r\ndata: b\rdata:  c\n\r\n");
        assertThat(events).containsExactly(new SseEvent(null, "message", "a\nb\n c"));
    }

    @Test
    void anIdWithACommentIsABlockWithoutData() {
        feed("id: 8\n: still here\n\n: only a comment\n\nevent: nothing\n\n");
        assertThat(events).containsExactly(new SseEvent("8", "message", null));
    }

    @Test
    void eachBlockBeginsAnew() {
        feed("id: 1\nevent: ready\ndata: x\n\ndata\n\n");
        assertThat(events).containsExactly(new SseEvent("1", "ready", "x"), new SseEvent(null, "message", ""));
    }

    @Test
    void ignoresFieldsItDoesNotKnowAndIdsWithNull() {
        feed("retry: 5\nfoo\nid: a\u0000b\ndata: x\n\n");
        assertThat(events).containsExactly(new SseEvent(null, "message", "x"));
    }

    @Test
    void doesNotMindHowBytesAreCut() {
        byte[] bytes = "id: 9\r\ndata: é漢😀\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            events.clear();
            var cutParser = new SseParser(BYTES_MAX, events::add);
            cutParser.feed(ByteBuffer.wrap(Arrays.copyOfRange(bytes, 0, cut)));
            cutParser.feed(ByteBuffer.wrap(Arrays.copyOfRange(bytes, cut, bytes.length)));
            assertThat(events).containsExactly(new SseEvent("9", "message", "é漢😀"));
        }
    }

    @Test
    void whatIsNotFinishedIsNoEvent() {
        feed("id: 1\ndata: half\n");
        assertThat(events).isEmpty();
    }

    @Test
    void refusesAnEventThatIsTooLongButNotALongStream() {
        for (int i = 0; i < 50; i++) {
            feed("data: 0123456789\n\n");
        }
        assertThat(events).hasSize(50);
        assertThatThrownBy(() -> feed("data: " + "x".repeat(50) + "\ndata: " + "x".repeat(50) + "\n"))
                .isInstanceOf(UnexpectedAnswerException.class);
    }

    private void feed(String text) {
        parser.feed(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}
