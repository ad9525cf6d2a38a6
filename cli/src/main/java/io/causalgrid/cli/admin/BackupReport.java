package io.causalgrid.cli.admin;

import java.util.Map;

/**
 * A backup that is complete.
 *
 * @param path its directory, on the machine of the replica
 * @param vector the writes in it, incarnation by incarnation
 * @param digest of its visible versions
 */
public record BackupReport(String path, Map<String, Long> vector, long keys, String digest) {}
