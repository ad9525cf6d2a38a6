package io.causalgrid.kv.client.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;

class PercentEncodingTest {

    @Test
    void encodesAllButUnreservedCharacters() {
        assertThat(PercentEncoding.segment("a-Z_0~.b")).isEqualTo("a-Z_0~.b");
        assertThat(PercentEncoding.segment("a/b c%+?#&=")).isEqualTo("a%2Fb%20c%25%2B%3F%23%26%3D");
        assertThat(PercentEncoding.segment("é漢😀\u0000")).isEqualTo("%C3%A9%E6%BC%A2%F0%9F%98%80%00");
    }

    @Test
    void aSegmentIsNeverRelative() {
        assertThat(PercentEncoding.segment(".")).isEqualTo("%2E");
        assertThat(PercentEncoding.segment("..")).isEqualTo("%2E%2E");
        URI uri = URI.create("http://a/v1/kv/" + PercentEncoding.segment("..")).normalize();
        assertThat(uri.getRawPath()).isEqualTo("/v1/kv/%2E%2E");
    }

    @Test
    void refusesWhatWouldNameSomethingElse() {
        assertThatThrownBy(() -> PercentEncoding.segment("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PercentEncoding.segment("half \uD83D")).isInstanceOf(IllegalArgumentException.class);
    }
}
