package io.causalgrid.kv.service.watch;

import java.util.Optional;

/**
 * Which of the store's keys clients can name in {@code /v1/kv}. Keys that begin with U+0000 are the store's own; a
 * client's key that begins with it is stored with one more in front.
 */
final class ClientKeys {
    private static final char OWN = '\0';

    private ClientKeys() {}

    /** The client's name for a key of the store; nothing if clients have none for it. */
    static Optional<String> clientKey(String storeKey) {
        if (storeKey.isEmpty()) { // the system key
            return Optional.empty();
        }
        if (storeKey.charAt(0) != OWN) {
            return Optional.of(storeKey);
        }
        return storeKey.length() > 1 && storeKey.charAt(1) == OWN
                ? Optional.of(storeKey.substring(1))
                : Optional.empty();
    }

    /** With what the store's keys begin whose client keys begin with that; for the empty prefix all keys. */
    static String storePrefix(String clientPrefix) {
        return !clientPrefix.isEmpty() && clientPrefix.charAt(0) == OWN ? OWN + clientPrefix : clientPrefix;
    }
}
