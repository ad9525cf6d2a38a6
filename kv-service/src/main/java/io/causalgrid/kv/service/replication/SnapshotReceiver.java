package io.causalgrid.kv.service.replication;

import io.causalgrid.kv.core.membership.Member;
import io.causalgrid.kv.core.state.StatePoint;
import io.causalgrid.kv.service.storage.StagedSnapshot;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts the pieces of a snapshot aside as they come. One thread. */
final class SnapshotReceiver implements Consumer<Frame> {
    private final Member peer;
    private final Path incoming;
    private final Consumer<SnapshotProgress> progress;
    private @Nullable StagedSnapshot staged;

    SnapshotReceiver(Member peer, Path incoming, Optional<StagedSnapshot> begun, Consumer<SnapshotProgress> progress) {
        this.peer = peer;
        this.incoming = incoming;
        this.staged = begun.orElse(null);
        this.progress = progress;
    }

    /** How the snapshots of a peer are named, before the name that the peer gave. */
    static String prefix(Member peer) {
        return peer.name() + "_"; // no member's name has an underscore
    }

    @Override
    public void accept(Frame frame) {
        switch (frame) {
            case Frame.SnapshotBegin(String name, StatePoint point) -> begin(prefix(peer) + name, point);
            case Frame.SnapshotPart part -> staged().append(part.chunk());
            case Frame.SnapshotEnd _ -> staged().complete();
            case Frame.Hello _, Frame.Transfer _, Frame.Report _ ->
                throw new PeerException(peer.name() + " sends what was not asked for");
        }
        StagedSnapshot now = staged();
        progress.accept(
                new SnapshotProgress(peer.name(), now.keys(), now.source().keys(), false));
    }

    /** What is here; throws {@link PeerException} if the peer has sent nothing. */
    StagedSnapshot staged() {
        if (staged == null) {
            throw new PeerException(peer.name() + " has sent no snapshot");
        }
        return staged;
    }

    private void begin(String name, StatePoint point) {
        if (staged != null && staged.name().equals(name)) {
            return; // it goes on
        }
        if (staged != null) { // the peer no longer has that one
            staged.close();
            StagedSnapshot.delete(incoming, staged.name());
        }
        staged = StagedSnapshot.create(incoming, name, point);
    }
}
