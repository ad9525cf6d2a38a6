package io.causalgrid.kv.core.log;

/** When a log accepts a record. */
public enum Durability {
    /** Once it is durable: a crash loses nothing that was accepted. */
    FSYNC,
    /**
     * Once it is written. It becomes durable with the next {@link SegmentedSiteLog#sync}, which the owner calls regularly;
     * a crash of the machine loses what was accepted since.
     */
    INTERVAL
}
