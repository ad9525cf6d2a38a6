package io.causalgrid.grid.core.owner;

/**
 * A key's record as it was read.
 *
 * @param version names what was read: another one means that somebody has written since
 */
public record KeyFinding(KeyRecord record, String version) {}
