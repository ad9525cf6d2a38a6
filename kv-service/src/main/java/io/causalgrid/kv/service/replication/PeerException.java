package io.causalgrid.kv.service.replication;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A peer does not answer as a member of this cluster should. */
final class PeerException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final LinkStatus.@Nullable Refusal refusal;

    PeerException(String message) {
        this(message, null);
    }

    PeerException(String message, LinkStatus.@Nullable Refusal refusal) {
        super(message);
        this.refusal = refusal;
    }

    /** A peer has answered with that status in place of what it was asked for; its problem document says why. */
    static PeerException answer(String peer, int status, byte[] body) {
        LinkStatus.Refusal refusal =
                switch (status) {
                    case 403 -> LinkStatus.Refusal.NOT_A_MEMBER;
                    case 410 -> LinkStatus.Refusal.SNAPSHOT_NEEDED;
                    default -> null;
                };
        return new PeerException(peer + " answers " + status + detail(body), refusal);
    }

    private static String detail(byte[] body) {
        try {
            String detail = new JsonObject(Buffer.buffer(body)).getString("detail");
            return detail == null ? "" : ": " + detail;
        } catch (DecodeException | ClassCastException _) { // whatever it is that answers there
            return "";
        }
    }

    /** Why the peer gives nothing, if it said so in a way that we understand. */
    Optional<LinkStatus.Refusal> refusal() {
        return Optional.ofNullable(refusal);
    }
}
