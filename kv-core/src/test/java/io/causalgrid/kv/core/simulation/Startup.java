package io.causalgrid.kv.core.simulation;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.log.Durability;
import io.causalgrid.kv.core.log.LogSettings;
import io.causalgrid.kv.core.log.SegmentedSiteLog;
import java.io.IOException;
import java.util.concurrent.Executor;

/** How a site begins, step by step, with a disk that may end it at each. */
final class Startup {
    private static final int SEGMENT_BYTES = 400;
    private static final long BYTES_MAX = 1 << 20;
    private static final int POINT_STRIDE = 3;

    private final SimulatedSite site;
    private final Machine machine;
    private final Durability durability;
    private final Tasks tasks;

    /**
     * What has begun.
     *
     * @param mustRenew whether the site must not make a write under its old incarnation
     */
    record Opened(SimulatedState state, SegmentedSiteLog log, boolean mustRenew) {}

    /** What runs the tasks of the log's writer, its readers, and the state. */
    record Tasks(Executor writer, Executor reader, Executor state) {}

    Startup(SimulatedSite site, Tasks tasks) {
        this.site = site;
        this.machine = site.machine();
        this.durability = site.durability();
        this.tasks = tasks;
    }

    Opened open() throws IOException {
        String fresh = site.cluster().newIncarnation();
        String identity = machine.identity(fresh);
        boolean isNew = identity.equals(fresh);
        boolean unclean = durability == Durability.INTERVAL && machine.has(Machine.RUNNING);
        var empty = StateImage.empty(new SiteId(site.name(), identity));
        var state = new SimulatedState(
                machine.vault(),
                empty,
                tasks.state(),
                POINT_STRIDE,
                site.cluster().flaw());
        if (unclean || (!isNew && !machine.hasLog())) {
            machine.note(Machine.RENEW); // there may have been records that are gone
        }
        long after = state.point().position();
        SegmentedSiteLog log = open(after);
        if (log.end() < after) {
            machine.note(Machine.RENEW); // before the evidence goes
            SegmentedSiteLog.clear(machine.disk());
            log = open(after);
        }
        if (log.start() > after + 1) {
            throw new AssertionError(site.name() + " has a log from " + log.start() + " on and a state up to " + after);
        }
        if (durability == Durability.INTERVAL) {
            machine.note(Machine.RUNNING);
        }
        state.attach(log);
        return new Opened(state, log, machine.has(Machine.RENEW));
    }

    private SegmentedSiteLog open(long after) throws IOException {
        var settings = new LogSettings(SEGMENT_BYTES, BYTES_MAX, durability);
        return SegmentedSiteLog.open(machine.disk(), settings, after, tasks.writer(), tasks.reader());
    }
}
