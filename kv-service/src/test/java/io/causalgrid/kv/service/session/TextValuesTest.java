package io.causalgrid.kv.service.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.record.Value;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextValuesTest {
    private static final byte[] TEXT = "grün".getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "text/plain;charset=UTF-8",
                "Text/HTML; charset=\"utf-8\"",
                "application/json",
                "application/problem+json; x=y",
                "application/xml"
            })
    void whatSaysItIsTextIsShownAsText(String contentType) {
        assertThat(TextValues.text(Value.of(contentType, TEXT))).contains("grün");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/octet-stream", "image/png", "text/plain;charset=ISO-8859-1", "jsontext", "json", ""
            })
    void everythingElseIsShownAsBytes(String contentType) {
        assertThat(TextValues.text(Value.of(contentType, TEXT))).isEmpty();
    }

    @Test
    void textThatIsNotWellFormedIsShownAsBytes() {
        assertThat(TextValues.text(Value.of("text/plain", new byte[] {(byte) 0xff})))
                .isEmpty();
    }
}
