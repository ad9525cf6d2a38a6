package io.causalgrid.kv.client.majority;

/**
 * What a majority has shown, put together.
 *
 * @param quorum of which a majority answered, all under the same membership
 */
public record Gathered<T>(Quorum quorum, T content) {}
