package io.causalgrid.kv.service.replication;

import io.causalgrid.kv.core.membership.Member;
import io.causalgrid.kv.core.record.CorruptRecordException;
import io.causalgrid.kv.core.state.StateException;
import io.causalgrid.kv.service.config.Cluster;
import io.causalgrid.kv.service.site.Site;
import io.causalgrid.kv.service.storage.CorruptSnapshotException;
import io.causalgrid.kv.service.storage.SiteStorage;
import io.causalgrid.kv.service.storage.StagedSnapshot;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a snapshot when a peer's log no longer has what this site lacks, puts it aside piece by piece, and joins it with
 * the data when it is whole. A download that breaks off goes on where it was, also after a restart. One at a time.
 */
@Singleton
@Startup
public class SnapshotDownload {
    private static final Logger LOG = Logger.getLogger(SnapshotDownload.class);

    private final Site site;
    private final Cluster cluster;
    private final CatchUp catchUp;
    private final SnapshotClient client;
    private final SiteStorage storage;
    private final Path incoming;
    private final AtomicReference<@Nullable String> source = new AtomicReference<>();
    private volatile @Nullable SnapshotProgress progress;

    SnapshotDownload(
            Site site,
            Cluster cluster,
            CatchUp catchUp,
            SnapshotClient client,
            SiteStorage storage,
            LinkObservers observers) {
        this.site = site;
        this.cluster = cluster;
        this.catchUp = catchUp;
        this.client = client;
        this.storage = storage;
        this.incoming = storage.incoming();
        observers.add(new LinkObserver() {
            @Override
            public void changed(LinkStatus status) {
                if (status.refusal()
                        .filter(LinkStatus.Refusal.SNAPSHOT_NEEDED::equals)
                        .isPresent()) {
                    begin(status.peer());
                }
                if (status.fault().cut() && status.peer().equals(source.get())) {
                    client.abort();
                }
            }
        });
    }

    /** How far the present download has come, if there is one. */
    public Optional<SnapshotProgress> progress() {
        return Optional.ofNullable(progress);
    }

    /**
     * Begins, unless one is under way, or there is no room for it: then the site goes on serving what it has. The link asks
     * again and again, so a failed one is begun again.
     */
    private void begin(String peer) {
        Optional<Member> member = cluster.membership().member(peer);
        if (storage.shortage().isPresent()) {
            if (source.get() == null) {
                catchUp.takingSnapshot(false);
            }
        } else if (member.isPresent() && site.isWritable() && source.compareAndSet(null, peer)) {
            catchUp.takingSnapshot(true);
            Thread.ofVirtual().name("snapshot from " + peer).start(() -> run(member.get()));
        }
    }

    private void run(Member peer) {
        try (StagedSnapshot staged = fetch(peer)) {
            if (staged.isComplete()) {
                install(peer, staged);
            }
        } catch (StateException e) { // this site's own disk: nobody knows whether it will ever do
            LOG.warnf("The snapshot from %s cannot be taken: %s", peer.name(), e.getMessage());
            catchUp.takingSnapshot(false);
        } catch (IOException | CorruptRecordException | CorruptSnapshotException | PeerException e) {
            LOG.warnf("The snapshot from %s is not here yet: %s", peer.name(), e.getMessage());
        } finally {
            progress = null;
            source.set(null);
        }
    }

    /** Fetches what is missing of the snapshot that was begun before, or of a new one. */
    private StagedSnapshot fetch(Member peer) throws IOException {
        Optional<StagedSnapshot> begun = begun(peer);
        if (begun.isPresent() && begun.get().isComplete()) {
            return begun.get();
        }
        String name = begun.map(staged -> snapshotName(peer, staged)).orElse("");
        String after = begun.flatMap(StagedSnapshot::resumeAfter).orElse(null);
        var request = new SnapshotRequest(site.self(), site.point().applied(), name, after);
        var receiver = new SnapshotReceiver(peer, incoming, begun, this::received);
        client.fetch(peer, request, receiver);
        return receiver.staged();
    }

    private void received(SnapshotProgress now) {
        storage.shortage().ifPresent(shortage -> {
            throw new StateException(shortage, new IOException(shortage));
        });
        progress = now;
    }

    private Optional<StagedSnapshot> begun(Member peer) {
        return StagedSnapshot.names(incoming).stream()
                .filter(name -> name.startsWith(SnapshotReceiver.prefix(peer)))
                .findFirst()
                .flatMap(name -> StagedSnapshot.resume(incoming, name));
    }

    private static String snapshotName(Member peer, StagedSnapshot staged) {
        return staged.name().substring(SnapshotReceiver.prefix(peer).length());
    }

    private void install(Member peer, StagedSnapshot staged) {
        long keys = staged.source().keys();
        progress = new SnapshotProgress(peer.name(), keys, keys, true);
        LOG.infof("The snapshot from %s with %d keys is here and joins the data", peer.name(), keys);
        site.install(staged.name(), staged.source().log()).await().indefinitely();
        StagedSnapshot.names(incoming).forEach(name -> StagedSnapshot.delete(incoming, name));
        catchUp.takingSnapshot(false);
        LOG.infof("The snapshot from %s is installed", peer.name());
    }
}
