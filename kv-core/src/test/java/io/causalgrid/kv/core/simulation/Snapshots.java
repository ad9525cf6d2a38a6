package io.causalgrid.kv.core.simulation;

import io.causalgrid.kv.core.state.Register;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots that one life copies from others and lets others copy: page by page, and each page is durable when it
 * has come, so both sides may crash in between and go on where they were.
 */
final class Snapshots {
    private static final int PAGE_KEYS = 3;
    private static final int SILENCE_MILLIS_MAX = 90;
    private static final int FRESH_MILLIS = 500;

    private final SiteLife life;
    private final SimulatedCluster cluster;
    private final StateVault vault;
    private long heardAtMillis;
    private boolean installing;
    private String newest = "";
    private long newestAtMillis;

    Snapshots(SiteLife life) {
        this.life = life;
        this.cluster = life.site().cluster();
        this.vault = life.site().machine().vault();
    }

    /** A peer has told that its log no longer has what this site lacks. */
    void needed(SimulatedSite peer) {
        cluster.statistics().count(Happening.SNAPSHOT_NEEDED);
        if (vault.download() == null) {
            vault.download(Download.from(peer.name(), life.number()));
            askOn();
        }
    }

    /** Goes on with what has come to a standstill. */
    void tick() {
        Download download = vault.download();
        if (download == null) {
            return;
        }
        if (download.isComplete()) {
            install(download);
        } else if (cluster.site(download.peer()).isEmpty()) {
            vault.download(null);
        } else if (cluster.scheduler().nowMillis() - heardAtMillis > SILENCE_MILLIS_MAX) {
            askOn();
        }
    }

    private void askOn() {
        Download download = vault.download();
        if (download == null || download.isComplete()) {
            return;
        }
        cluster.site(download.peer())
                .ifPresent(peer -> cluster.network().send(life.site().name(), peer.name(), () -> peer.life()
                        .ifPresent(server -> server.guard(
                                () -> server.snapshots().serve(life, download.snapshot(), download.lastKey())))));
    }

    private void serve(SiteLife reader, String snapshot, @Nullable String after) {
        StateImage kept = vault.served(snapshot);
        if (kept != null) {
            if (!snapshot.startsWith(namePrefix())) {
                cluster.statistics().count(Happening.SNAPSHOT_RESUMED_BY_SENDER);
            }
            send(reader, page(snapshot, kept, after));
            return;
        }
        StateImage fresh = vault.served(newest);
        if (fresh != null && cluster.scheduler().nowMillis() - newestAtMillis < FRESH_MILLIS) {
            send(reader, page(newest, fresh, null)); // or many readers would drive each other's copies out for ever
            return;
        }
        StateImage image = life.state().image();
        life.log()
                .whenDurable(image.point().position())
                .thenRun(() -> life.in(1, () -> {
                    String name = namePrefix() + cluster.newIncarnation();
                    vault.serve(name, image);
                    newest = name;
                    newestAtMillis = cluster.scheduler().nowMillis();
                    send(reader, page(name, image, null));
                }));
    }

    private void send(SiteLife reader, Download.Page page) {
        cluster.network()
                .send(
                        life.site().name(),
                        reader.site().name(),
                        () -> reader.guard(
                                () -> reader.snapshots().take(life.site().name(), page)));
    }

    private void take(String peer, Download.Page page) {
        Download download = vault.download();
        if (download == null
                || download.isComplete()
                || !download.peer().equals(peer)
                || (page.after() != null && !follows(page, download))) {
            return; // late, or twice
        }
        heardAtMillis = cluster.scheduler().nowMillis();
        if (page.after() != null && download.begun() != life.number()) {
            cluster.statistics().count(Happening.SNAPSHOT_RESUMED_BY_READER);
        }
        Download grown = download.with(page);
        vault.download(grown);
        if (grown.isComplete()) {
            install(grown);
        } else {
            askOn();
        }
    }

    private static boolean follows(Download.Page page, Download download) {
        return page.snapshot().equals(download.snapshot())
                && page.after() != null
                && page.after().equals(download.lastKey());
    }

    private void install(Download download) {
        var point = download.point();
        if (point == null || installing || !life.replica().isWritable()) {
            return;
        }
        if (life.replica().state().point().applied().includes(point.applied())) {
            vault.download(null); // it brings nothing any more
            return;
        }
        installing = true;
        vault.staged()
                .put(
                        download.snapshot(),
                        StateImage.empty(point.log().self()).withData(download.registers(), point.log()));
        life.replica().install(download.snapshot(), point.log()).whenComplete((_, failure) -> {
            installing = false;
            if (failure == null) {
                vault.staged().remove(download.snapshot());
                vault.download(null);
            }
        });
    }

    private String namePrefix() {
        return life.site().name() + "-" + life.number() + "-";
    }

    private static Download.Page page(String snapshot, StateImage image, @Nullable String after) {
        SortedMap<String, Register> registers = new TreeMap<>(StateImage.KEY_ORDER);
        SortedMap<String, Register> rest =
                after == null ? image.registers() : image.registers().tailMap(after + "\0");
        for (var entry : rest.entrySet()) {
            if (registers.size() < PAGE_KEYS) {
                registers.put(entry.getKey(), entry.getValue());
            }
        }
        return new Download.Page(snapshot, image.point(), after, registers, registers.size() == rest.size());
    }
}
