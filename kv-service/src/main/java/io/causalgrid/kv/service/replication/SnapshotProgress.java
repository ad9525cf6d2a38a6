package io.causalgrid.kv.service.replication;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How far a snapshot has come.
 *
 * @param from the peer that sends it
 * @param keysReceived how many keys are here
 * @param keysTotal how many there are
 * @param installing whether all are here, and are being joined with the data
 */
@Schema(name = "SnapshotProgress")
public record SnapshotProgress(String from, long keysReceived, long keysTotal, boolean installing) {}
