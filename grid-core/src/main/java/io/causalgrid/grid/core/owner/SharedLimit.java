package io.causalgrid.grid.core.owner;

import io.causalgrid.grid.core.feeder.FeederShare;

/**
 * A limit that a substation shares with others.
 *
 * @param share of the owner in it
 * @param limit the id of the limit in its network, in watts and over all connectors
 */
public record SharedLimit(FeederShare share, String limit) {}
