package io.causalgrid.grid.core.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.grid.core.network.RandomNetworks;
import io.causalgrid.grid.core.optimisation.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownPolicyTest {
    private static final Path DOCS = Path.of("../docs");
    private static final KnownPolicy.Tools TOOLS =
            new KnownPolicy.Tools(AllocationDefaults.HORIZON, AllocationDefaults.FULLY_SERVED, 0, () -> Deadline.NONE);

    @ParameterizedTest
    @EnumSource
    void eachIsFoundByItsNameAndDivides(KnownPolicy policy) {
        var random = new Random(3);
        AllocationTask task = RandomTasks.any(random, RandomNetworks.any(random, 9));

        assertThat(KnownPolicy.named(policy.id())).isEqualTo(policy);
        assertThat(policy.make(TOOLS).divide(task)).hasSameSizeAs(task.demands());
    }

    @Test
    void anUnknownNameIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> KnownPolicy.named("best"))
                .isInstanceOf(UnknownPolicyException.class)
                .hasMessage("there is no policy best; there are first-come, equal-share, earliest-deadline,"
                        + " least-laxity, optimised, horizon, surplus");
    }

    @Test
    void theDefaultIsTheOneThatDeliversTheMost() {
        assertThat(KnownPolicy.named(AllocationDefaults.POLICY)).isEqualTo(KnownPolicy.OPTIMISED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"explanation/allocation.md", "reference/simulate.md", "reference/configuration.md"})
    void everyPageThatListsThemHasThemAll(String page) throws IOException {
        String text = Files.readString(DOCS.resolve(page));

        assertThat(KnownPolicy.ids()).allSatisfy(id -> assertThat(text).contains("`" + id + "`"));
    }

    @Test
    void thePagesSayTheDefaultsThatHold() throws IOException {
        String configuration = Files.readString(DOCS.resolve("reference/configuration.md"));
        String simulation = Files.readString(DOCS.resolve("reference/simulate.md"));

        assertThat(configuration)
                .contains(List.of(
                        row("policy", AllocationDefaults.POLICY),
                        row("fully-served", String.valueOf((int) AllocationDefaults.FULLY_SERVED)),
                        row("optimiser-time", AllocationDefaults.SOLVER_MILLIS + "ms"),
                        row("turn", AllocationDefaults.TURN_MINUTES + "m"),
                        row("turn-wait", AllocationDefaults.PATIENCE_MINUTES + "m")));
        Duration turn = AllocationDefaults.allocator(OrderSettings.DEFAULT).turn();
        assertThat(simulation)
                .contains("| `--policy P[,P...]` | the site's, or `" + AllocationDefaults.POLICY + "` |")
                .contains("| the site's, or " + turn.toMinutes() + ", " + AllocationDefaults.PATIENCE_MINUTES + " |");
    }

    private static String row(String key, String value) {
        return "| `causalgrid.grid.substation." + key + "` | `" + value + "` |";
    }
}
