package io.causalgrid.kv.service.watch;

import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * What all watches share.
 *
 * @param disk runs what reads the log or the state for one client, and may wait for the disk
 * @param clock says which versions have expired
 */
record WatchTools(WatchedSite site, WatchHub hub, EventWriter writer, Executor disk, InstantSource clock) {}
