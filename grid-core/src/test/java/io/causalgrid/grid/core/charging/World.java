package io.causalgrid.grid.core.charging;

/** What all share. */
record World(Scheduler scheduler, Net net, Statistics statistics, Flaw flaw, Oracle oracle) {
    void count(Happening happening) {
        statistics.count(happening);
    }
}
