package io.causalgrid.dashboard.board;

import io.causalgrid.dashboard.state.Contact;
import io.causalgrid.dashboard.wire.SubstationDocument;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A substation's load, for display; figures it never gave are 0, and {@code known} is false then. */
public record SubstationBar(
        String id,
        String url,
        Reach reach,
        boolean known,
        long activeSessions,
        long connectors,
        long queueLength,
        double powerKw,
        double committedKw,
        double limitKw) {

    static SubstationBar of(SubstationDocument substation, @Nullable Contact contact) {
        return new SubstationBar(
                substation.id(),
                substation.url(),
                Reach.of(contact == null ? new Contact.Connecting() : contact),
                substation.activeSessions() != null,
                Objects.requireNonNullElse(substation.activeSessions(), 0L),
                Objects.requireNonNullElse(substation.connectors(), 0L),
                Objects.requireNonNullElse(substation.queueLength(), 0L),
                Objects.requireNonNullElse(substation.powerKw(), 0.0),
                Objects.requireNonNullElse(substation.committedKw(), 0.0),
                Objects.requireNonNullElse(substation.limitKw(), 0.0));
    }

    public double sessionsPercent() {
        return Percent.of((double) activeSessions, (double) connectors);
    }

    public double powerPercent() {
        return Percent.of(powerKw, limitKw);
    }

    public double committedPercent() {
        return Percent.of(committedKw, limitKw);
    }

    public String powerText() {
        return kilowatts(powerKw);
    }

    public String committedText() {
        return kilowatts(committedKw);
    }

    public String limitText() {
        return kilowatts(limitKw);
    }

    private static String kilowatts(double kw) {
        return kw == Math.rint(kw) ? String.valueOf((long) kw) : String.format(Locale.ROOT, "%.1f", kw);
    }
}
