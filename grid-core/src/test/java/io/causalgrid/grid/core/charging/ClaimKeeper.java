package io.causalgrid.grid.core.charging;

import io.causalgrid.kv.client.claim.ClaimDocument;
import io.causalgrid.kv.client.claim.ClaimSettings;
import io.causalgrid.kv.client.claim.Claimant;
import io.causalgrid.kv.client.claim.Standing;
import io.causalgrid.kv.client.majority.Quorum;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A process' part in the claim on a substation: drives the store client's real {@link Claimant}. */
final class ClaimKeeper {
    private static final long NANOS_A_MILLI = 1_000_000;
    private static final Quorum QUORUM = new Quorum(3, "the three", false);

    /** Told by the keeper. */
    interface Candidate {
        /** It has the claim, until then by its steady clock. */
        void won(long number, long untilMillis);

        void renewed(long number, long untilMillis);

        /** Somebody else has it, or may have. */
        void lost();
    }

    private final String key;
    private final String holder;
    private final Machine machine;
    private final StoreClient store;
    private final World world;
    private final Candidate candidate;
    private final Claimant claimant;
    private boolean isWon;

    ClaimKeeper(
            String substation, String holder, Machine machine, StoreClient store, World world, Candidate candidate) {
        this.key = "substation/" + substation + "/owner";
        this.holder = holder;
        this.machine = machine;
        this.store = store;
        this.world = world;
        this.candidate = candidate;
        this.claimant = new Claimant(
                new ClaimSettings(holder, Times.of(Times.CLAIM_LEASE_MILLIS), Times.of(Times.SKEW_MILLIS), Map.of()),
                world.scheduler().random());
    }

    /** Strives for it, and keeps it then; for the rest of the process' life. */
    void begin() {
        switch (claimant.next(nanos())) {
            case Claimant.Step.Wait(long until) ->
                machine.after(Math.max(1, (until - nanos()) / NANOS_A_MILLI + 1), this::begin);
            case Claimant.Step.Read() -> store.readVersions(key, this::read);
            case Claimant.Step.Write write ->
                store.writeInPlaceOf(key, write.document(), write.replaces(), how -> {
                    claimant.written(how, nanos());
                    goOn();
                });
        }
    }

    private void read(@Nullable List<Claimant.Found> found) {
        if (found == null) {
            claimant.notRead("no majority", nanos());
        } else {
            claimant.read(QUORUM, seen(found), nanos());
        }
        goOn();
    }

    /** With a flaw whoever has written does not look what others have written. */
    private List<Claimant.Found> seen(List<Claimant.Found> found) {
        List<Claimant.Found> own = new ArrayList<>(found);
        own.removeIf(one -> !one.document().holder().equals(holder));
        return world.flaw() == Flaw.CLAIM_WITHOUT_READ && !own.isEmpty() ? own : found;
    }

    private void goOn() {
        switch (claimant.standing(nanos())) {
            case Standing.Held(long number, long until) -> {
                boolean isNew = !isWon;
                isWon = true;
                if (isNew) {
                    candidate.won(number, until / NANOS_A_MILLI);
                } else {
                    candidate.renewed(number, until / NANOS_A_MILLI);
                }
            }
            case Standing.Doubtful _ -> {}
            case Standing.Waiting(String _, var rival) -> {
                if (isWon) {
                    isWon = false;
                    world.count(Happening.CLAIM_LOST);
                    candidate.lost();
                } else if (rival.map(ClaimDocument::isHeld).orElse(false)) {
                    world.count(Happening.CLAIM_WAITS);
                }
            }
        }
        begin();
    }

    private long nanos() {
        return machine.steadyMillis() * NANOS_A_MILLI;
    }
}
