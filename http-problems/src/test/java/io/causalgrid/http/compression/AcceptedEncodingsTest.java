package io.causalgrid.http.compression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptedEncodingsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip",
                "GZIP",
                "x-gzip",
                "deflate, gzip;q=0.5, *;q=0",
                "br;q=1.0,gzip ; q=0.001",
                "*",
                "identity;q=0.5, gzip",
                "gzip, identity",
                "gzip;q=0.5, *;q=0, identity;q=0.5",
            })
    void gzipIsWanted(String header) {
        assertThat(AcceptedEncodings.isGzipWanted(List.of(header))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "br",
                "identity",
                "gzip;q=0",
                "gzip;q=0.000, *",
                "*;q=0",
                "gzip;q=0.5, identity",
                "gzip;q=much",
                "gzip;level=9",
                "gzipped",
            })
    void gzipIsNotWanted(String header) {
        assertThat(AcceptedEncodings.isGzipWanted(List.of(header))).isFalse();
    }

    @Test
    void severalHeadersAreOneList() {
        assertThat(AcceptedEncodings.isGzipWanted(List.of("br", "gzip"))).isTrue();
        assertThat(AcceptedEncodings.isGzipWanted(List.of())).isFalse();
    }
}
