package io.causalgrid.dashboard.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FrameTest {
    private static final Frame.Panel A = new Frame.Panel("a", "\"a\"");
    private static final Frame.Panel B = new Frame.Panel("b", "\"b\"");

    @Test
    void aBrowserWithNothingGetsEverything() {
        assertThat(new Frame(Map.of("one", A)).changesSince(null)).isEqualTo("{\"one\":\"a\"}");
    }

    @Test
    void aBrowserGetsOnlyWhatDiffersFromWhatItHas() {
        var had = new Frame(Map.of("one", A, "two", A));
        var newest = new Frame(Map.of("one", A, "two", B));

        assertThat(newest.changesSince(had)).isEqualTo("{\"two\":\"b\"}");
        assertThat(newest.changesSince(newest)).isNull();
    }
}
