package io.causalgrid.http.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHostTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "node-0.example:5000",
                "x:",
                "127.0.0.1:65535",
                "[::1]",
                "[2001:db8::1]:80",
                "%C3%BC.example",
                "a_b~c!"
            })
    void aNameOrAnAddressIsAHost(String text) {
        assertThat(RequestHost.isHost(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":80",
                "x y",
                "x/",
                "x@y",
                "x:y",
                "x:65536",
                "x:1:2",
                "x:-1",
                "[]",
                "[x]",
                "[::1",
                "[::1]x",
                "[fe80::1%25eth0]",
                "::1",
                "x%",
                "x%zz",
                "x?",
                "x#",
                "\u00fc"
            })
    void anythingElseIsNone(String text) {
        assertThat(RequestHost.isHost(text)).isFalse();
    }
}
