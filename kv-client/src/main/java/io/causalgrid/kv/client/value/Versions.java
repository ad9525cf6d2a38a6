package io.causalgrid.kv.client.value;

import java.util.List;

/**
 * All visible versions of a key, the winner first.
 *
 * @param etag names all of them: a write that matches it merges them into one
 */
public record Versions(Key key, String etag, List<Version> versions) {
    public Versions {
        versions = List.copyOf(versions);
    }
}
