package io.causalgrid.kv.client.value;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A write that was acknowledged.
 *
 * @param version the name of the new version, if the answer tells it
 * @param replicas how many replicas held it durably at the time of the answer, if {@link WriteOptions#minReplicas} asked
 * @param enoughReplicas false if fewer than were asked for held it when the wait ran out; it stands all the same
 */
public record Receipt(Optional<String> version, OptionalInt replicas, boolean enoughReplicas) {}
