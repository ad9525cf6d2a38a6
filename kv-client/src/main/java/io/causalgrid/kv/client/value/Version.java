package io.causalgrid.kv.client.value;

import java.time.Instant;
import java.util.Optional;

/**
 * One of the concurrent versions of a key.
 *
 * @param version its name, one part of the entry's etag; {@link WriteOptions#ifMatch} takes it too, and replaces just it
 * @param timestamp when it was written, by the clock of the replica that accepted it
 */
public record Version(String version, Value value, Instant timestamp, Optional<Instant> expiresAt) {}
