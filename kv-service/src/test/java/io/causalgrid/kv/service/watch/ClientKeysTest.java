package io.causalgrid.kv.service.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientKeysTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "\0", "\0counter", "\0s\0x"})
    void theStoresOwnKeysHaveNoNameForClients(String storeKey) {
        assertThat(ClientKeys.clientKey(storeKey)).isEmpty();
    }

    @Test
    void aClientsKeyIsItselfOrHasOneMoreZeroInFront() {
        assertThat(ClientKeys.clientKey("a")).contains("a");
        assertThat(ClientKeys.clientKey("a\0b")).contains("a\0b");
        assertThat(ClientKeys.clientKey("\0\0x")).contains("\0x");
        assertThat(ClientKeys.clientKey("\0\0")).contains("\0");
    }

    @Test
    void aPrefixOfClientKeysIsAPrefixOfTheStoresKeys() {
        assertThat(ClientKeys.storePrefix("a/")).isEqualTo("a/");
        assertThat(ClientKeys.storePrefix("\0x")).isEqualTo("\0\0x");
        assertThat(ClientKeys.storePrefix("")).isEmpty();
    }
}
