package io.causalgrid.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProgrammeTest {
    @Test
    void aProgrammeIsInstalledIfAllItsCommandsAre() {
        assertThat(new Programme("Shell", List.of("sh"), "dash").isInstalled()).isTrue();
        assertThat(new Programme("Shell", List.of("sh", "no-such-command"), "dash").isInstalled())
                .isFalse();
    }

    @Test
    void oneThatIsMissingSaysHowToGetIt() {
        var missing = new Programme("Nothing", List.of("no-such-command"), "nothing-server");

        assertThat(missing.version()).contains("Nothing is not installed").contains("apt-get install");
        assertThat(missing.howToGet()).contains("nothing-server");
    }
}
