package io.causalgrid.kv.service.storage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The order of keys on the disk: by the bytes of their UTF-8. {@link String#compareTo} differs beyond U+FFFF. */
final class Utf8Order {
    private Utf8Order() {}

    static int compare(String left, String right) {
        return Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }
}
