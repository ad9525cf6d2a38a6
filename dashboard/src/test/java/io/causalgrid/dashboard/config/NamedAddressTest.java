package io.causalgrid.dashboard.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedAddressTest {
    @Test
    void aNameAndAnAddressAreReadWithOrWithoutSpaces() {
        assertThat(NamedAddress.of(" node0 = http://127.0.0.1:5000 "))
                .isEqualTo(new NamedAddress("node0", URI.create("http://127.0.0.1:5000")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "node0",
                "=http://a",
                "a b=http://a",
                "<b>=http://a",
                "a=ftp://a",
                "a=http:///x",
                "a=b",
                "a=http://a b"
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> NamedAddress.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
