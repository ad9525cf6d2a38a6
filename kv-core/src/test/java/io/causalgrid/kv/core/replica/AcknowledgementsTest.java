package io.causalgrid.kv.core.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcknowledgementsTest {
    private static final SiteId ORIGIN = new SiteId("node0", "a");
    private static final VersionVector NOTHING = VersionVector.empty();
    private static final VersionVector ONE = NOTHING.with(new Dot(ORIGIN, 1));
    private static final VersionVector TWO = ONE.with(new Dot(ORIGIN, 2));
    private static final List<String> OTHERS = List.of("node1", "node2");
    private static final Instant START = Instant.ofEpochSecond(1_000);
    private static final Duration RETENTION = Duration.ofSeconds(10);

    private final Acknowledgements acknowledgements = new Acknowledgements(RETENTION, START);

    @Test
    void onlyWhatAllHaveIsStable() {
        acknowledgements.heard("node1", TWO, START);
        acknowledgements.heard("node2", ONE, START);

        assertThat(acknowledgements.stable(OTHERS, TWO, START)).isEqualTo(ONE);
    }

    @Test
    void aMemberThatWasNeverHeardHoldsEverythingBackForAsLongAsTheRetention() {
        acknowledgements.heard("node1", TWO, START.plus(RETENTION));

        assertThat(acknowledgements.stable(OTHERS, TWO, START.plus(RETENTION))).isEqualTo(NOTHING);
        assertThat(acknowledgements.stable(OTHERS, TWO, START.plus(RETENTION).plusMillis(1)))
                .isEqualTo(TWO);
    }

    @Test
    void aSiteThatHearsNobodyForgetsNothing() {
        acknowledgements.heard("node1", TWO, START);
        acknowledgements.heard("node2", TWO, START);

        assertThat(acknowledgements.stable(OTHERS, TWO, START.plusSeconds(60))).isEqualTo(NOTHING);
    }

    @Test
    void aSiteThatIsAloneNeedsNobody() {
        assertThat(acknowledgements.stable(List.of(), TWO, START)).isEqualTo(TWO);
    }

    @Test
    void aMemberThatHasLostItsDiskTakesItsWordBack() {
        acknowledgements.heard("node1", TWO, START);
        acknowledgements.heard("node2", TWO, START);
        acknowledgements.heard("node2", NOTHING, START);

        assertThat(acknowledgements.stable(OTHERS, TWO, START)).isEqualTo(NOTHING);
    }

    @Test
    void whoIsNoMemberAnyMoreDoesNotCount() {
        acknowledgements.heard("node1", TWO, START);
        acknowledgements.heard("node2", NOTHING, START);

        assertThat(acknowledgements.stable(List.of("node1"), TWO, START)).isEqualTo(TWO);
    }

    @Test
    void whatOthersHaveAndThisSiteHasNotIsNotStable() {
        acknowledgements.heard("node1", TWO, START);
        acknowledgements.heard("node2", TWO, START);

        assertThat(acknowledgements.stable(OTHERS, ONE, START)).isEqualTo(ONE);
    }
}
