package io.causalgrid.kv.client.watch;

import io.causalgrid.kv.client.value.Value;
import java.time.Instant;
import java.util.Optional;

/**
 * What one key has become.
 *
 * @param value empty if it was deleted
 */
public record Change(String key, Optional<Value> value, Optional<Instant> expiresAt) {}
