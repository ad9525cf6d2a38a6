package io.causalgrid.grid.service.substation;

import io.causalgrid.kv.client.CausalGridClient;
import io.causalgrid.kv.client.claim.Claim;
import io.causalgrid.kv.client.claim.ClaimDocument;
import io.causalgrid.kv.client.claim.ClaimSettings;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The claim on a substation as it stands in the store. */
final class StoredOwnerClaim implements OwnerClaim {
    /** Of the holder's attributes: where it is. */
    static final String URL = "url";

    private final CausalGridClient client;
    private final String key;
    private final ClaimSettings settings;
    private @Nullable Claim claim;

    StoredOwnerClaim(CausalGridClient client, String key, ClaimSettings settings) {
        this.client = client;
        this.key = key;
        this.settings = settings;
    }

    @Override
    public synchronized void start(Consumer<Standing> listener) {
        Claim started = client.claim(key, settings, standing -> listener.accept(standing(standing)));
        claim = started;
        started.start();
    }

    @Override
    public synchronized Standing standing() {
        Claim known = claim;
        return known == null ? new Standing.Waiting("it has not begun yet", "") : standing(known.standing());
    }

    @Override
    public synchronized void close() {
        Claim known = claim;
        if (known != null) {
            known.close();
        }
    }

    private static Standing standing(io.causalgrid.kv.client.claim.Standing standing) {
        return switch (standing) {
            case io.causalgrid.kv.client.claim.Standing.Held(long number, long untilNanos) ->
                new Standing.Held(number, untilNanos);
            case io.causalgrid.kv.client.claim.Standing.Doubtful(long number) -> new Standing.Doubtful(number);
            case io.causalgrid.kv.client.claim.Standing.Waiting(String why, Optional<ClaimDocument> rival) ->
                new Standing.Waiting(
                        why,
                        rival.map(one -> one.attributes().getOrDefault(URL, "")).orElse(""));
        };
    }
}
