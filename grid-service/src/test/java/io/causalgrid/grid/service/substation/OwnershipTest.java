package io.causalgrid.grid.service.substation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.causalgrid.grid.core.owner.JournalException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class OwnershipTest {
    private volatile String fault = "connector A1 is missing";

    @Test
    void whyItCannotBeTakenOverIsSaid() throws InterruptedException {
        var clock = new SubstationClock(InstantSource.system(), System::nanoTime, 1);
        var ownership = new Ownership("north", new Faulty(), clock);
        assertThat(ownership.hindrance()).isEmpty();

        ownership.start();

        await().until(() -> ownership.hindrance().equals(Optional.of("connector A1 is missing")));
        fault = "connector B2 is missing";
        await().atMost(Duration.ofSeconds(20)).until(() -> ownership.hindrance().equals(Optional.of(fault)));
        assertThat(ownership.loop()).isEmpty();
        ownership.stop();
    }

    private final class Faulty implements Ownership.Workshop {
        @Override
        public OwnerClaim claim() {
            return OwnerClaim.unrivalled(1);
        }

        @Override
        public OwnerLoop loop(long claim, Supplier<OwnerClaim.Standing> standing) {
            throw new JournalException(fault, null);
        }
    }
}
