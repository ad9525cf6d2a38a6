package io.causalgrid.dashboard.board;

import io.causalgrid.dashboard.wire.LinkDocument;
import io.causalgrid.dashboard.wire.MemberDocument;
import org.jspecify.annotations.Nullable;

/**
 * The link over which a replica pulls from a peer.
 *
 * @param label its state in words
 * @param tone {@code good}, {@code busy}, {@code bad} or {@code cut}: how it is coloured
 * @param note what else there is to say, possibly empty
 */
public record LinkRow(
        String peer,
        String state,
        String label,
        String tone,
        boolean cut,
        long delayMillis,
        String breaker,
        long failures,
        @Nullable Long retryInMillis,
        String note) {

    static LinkRow of(MemberDocument member, LinkDocument link) {
        return new LinkRow(
                member.name(),
                link.state(),
                label(link),
                tone(link),
                link.cut(),
                link.delayMillis(),
                link.breaker(),
                link.failures(),
                link.retryInMillis(),
                note(link));
    }

    private static String label(LinkDocument link) {
        if (link.cut()) {
            return "cut";
        }
        return link.breaker().equals("open") ? "breaker open" : link.state().replace('-', ' ');
    }

    private static String tone(LinkDocument link) {
        if (link.cut()) {
            return "cut";
        }
        if (link.breaker().equals("open")) {
            return "bad";
        }
        return switch (link.state()) {
            case "connected" -> "good";
            case "backing-off" -> "bad";
            default -> "busy";
        };
    }

    private static String note(LinkDocument link) {
        var note = new StringBuilder();
        if (link.delayMillis() > 0) {
            note.append("delayed by ").append(link.delayMillis()).append(" ms");
        }
        if (link.failures() > 0 && !link.cut()) {
            note.append(note.isEmpty() ? "" : ", ").append(link.failures());
            note.append(link.failures() == 1 ? " failure" : " failures");
        }
        if (link.breaker().equals("half-open")) {
            note.append(note.isEmpty() ? "" : ", ").append("breaker half open");
        }
        return note.toString();
    }
}
