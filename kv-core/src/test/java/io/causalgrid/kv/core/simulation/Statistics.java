package io.causalgrid.kv.core.simulation;

/** What the runs exercised, so that nobody mistakes an idle run for a passed one. */
final class Statistics {
    long runs;
    long writes;
    long deliveries;
    long buffered;
    long duplicates;
    long refusedForRoom;
    long dropped;
    long duplicated;
    long cutOff;
    long cuts;
    long crashes;
    long writesLostWithTheirSite;
    long siblings;

    @Override
    public String toString() {
        return ("%d runs: %d writes, %d deliveries, %d buffered, %d duplicates, %d without room; messages: %d dropped, "
                        + "%d duplicated, %d cut off; %d cuts, %d crashes, %d writes lost with their site, %d siblings")
                .formatted(
                        runs,
                        writes,
                        deliveries,
                        buffered,
                        duplicates,
                        refusedForRoom,
                        dropped,
                        duplicated,
                        cutOff,
                        cuts,
                        crashes,
                        writesLostWithTheirSite,
                        siblings);
    }
}
