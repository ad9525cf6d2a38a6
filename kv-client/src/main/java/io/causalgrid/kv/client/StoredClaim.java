package io.causalgrid.kv.client;

import io.causalgrid.kv.client.claim.ClaimDocument;
import io.causalgrid.kv.client.claim.ClaimStore;
import io.causalgrid.kv.client.claim.Claimant;
import io.causalgrid.kv.client.error.CausalGridException;
import io.causalgrid.kv.client.majority.Gathered;
import io.causalgrid.kv.client.value.Batch;
import io.causalgrid.kv.client.value.Key;
import io.causalgrid.kv.client.value.Receipt;
import io.causalgrid.kv.client.value.Version;
import io.causalgrid.kv.client.value.WriteOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A claim under a key of the store. */
final class StoredClaim implements ClaimStore {
    private final CausalGridClient client;
    private final String key;
    private final Duration patience;

    StoredClaim(CausalGridClient client, String key, Duration lease) {
        this.client = client;
        this.key = key;
        this.patience = Duration.ofSeconds(Math.clamp(lease.toSeconds() / 3, 1, 30));
    }

    @Override
    public Gathered<List<Claimant.Found>> read() {
        Gathered<Map<String, List<Version>>> read = client.majority().versions(List.of(key));
        List<Claimant.Found> found = new ArrayList<>();
        for (Version version : read.content().getOrDefault(key, List.of())) {
            found.add(new Claimant.Found(version.version(), ClaimDocument.of(version.value())));
        }
        return new Gathered<>(read.quorum(), found);
    }

    /** In a session of its own, so at any replica: one that is cut off must not have to be the next one, too. */
    @Override
    public Claimant.Written write(Claimant.Step.Write write) {
        var claim = new Batch()
                .put(
                        Key.of(key),
                        write.document().toValue(),
                        WriteOptions.none().replacing(write.replaces()));
        WriteOptions options = WriteOptions.none().minReplicas(write.replicas(), patience);
        try {
            Receipt receipt = client.session().write(claim, options);
            return receipt.enoughReplicas() ? Claimant.Written.SAFELY : Claimant.Written.PERHAPS;
        } catch (CausalGridException _) {
            return Claimant.Written.PERHAPS;
        }
    }
}
