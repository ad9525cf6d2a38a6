package io.causalgrid.kv.client.majority;

/**
 * The members among which a majority was counted.
 *
 * @param members how many there are
 * @param fingerprint differs between memberships
 * @param hasChanged whether the membership is another one than the cluster began with, or is being changed
 */
public record Quorum(int members, String fingerprint, boolean hasChanged) {
    /** How many members are a majority. */
    public int majority() {
        return members / 2 + 1;
    }
}
