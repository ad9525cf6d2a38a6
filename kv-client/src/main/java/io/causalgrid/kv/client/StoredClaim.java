package io.causalgrid.kv.client;

import io.causalgrid.kv.client.claim.ClaimDocument;
import io.causalgrid.kv.client.claim.ClaimStore;
import io.causalgrid.kv.client.claim.Claimant;
import io.causalgrid.kv.client.error.CausalGridException;
import io.causalgrid.kv.client.error.ConditionFailedException;
import io.causalgrid.kv.client.majority.Gathered;
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

    /** In a session of its own: what is expected is said by versions, and must not be waited for. */
    @Override
    public Claimant.Written write(Claimant.Step.Write write) {
        WriteOptions options = WriteOptions.none().minReplicas(write.replicas(), patience);
        WriteOptions expecting =
                write.replaces().isEmpty() ? options.ifAbsent() : options.ifMatch(String.join("+", write.replaces()));
        try {
            Receipt receipt = client.session().put(Key.of(key), write.document().toValue(), expecting);
            return receipt.enoughReplicas() ? Claimant.Written.SAFELY : Claimant.Written.PERHAPS;
        } catch (ConditionFailedException _) {
            return Claimant.Written.NOT_AS_EXPECTED;
        } catch (CausalGridException _) {
            return Claimant.Written.PERHAPS;
        }
    }
}
