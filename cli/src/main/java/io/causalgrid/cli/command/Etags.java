package io.causalgrid.cli.command;

import io.causalgrid.kv.client.value.WriteOptions;

/** Reads {@code --if-match}. */
final class Etags {

    private static final String ANY = "*";

    private Etags() {}

    /** The options with that condition: an etag, or {@code *} for any value. */
    static WriteOptions condition(WriteOptions options, String ifMatch) {
        return ifMatch.equals(ANY) ? options.ifPresent() : options.ifMatch(ifMatch);
    }
}
