package io.causalgrid.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.cli.cluster.ClusterConfig;
import io.causalgrid.cli.cluster.ClusterException;
import io.causalgrid.grid.site.InvalidSiteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SitesTest {
    private static final String SITE = "causalgrid.grid.substation.site";
    private static final String NETWORK = """
            nodes: [{id: main, limits: [{amps: 32}]}]
            connectors: [{id: a, node: main, phases: A, volts: 230}]
            """;

    @TempDir
    Path directory = Path.of("");

    private String one = "";
    private String other = "";

    @BeforeEach
    void files() throws IOException {
        one = Files.writeString(directory.resolve("one.yaml"), NETWORK).toString();
        other = Files.writeString(directory.resolve("other.yaml"), NETWORK).toString();
    }

    @Test
    void aFileWithoutASubstationIsTheSiteOfAll() {
        ClusterConfig config = Sites.of(List.of(one)).applyTo(config());

        assertThat(site(config, "substation1")).isEqualTo(one);
        assertThat(site(config, "substation2")).isEqualTo(one);
        assertThat(site(config, "substation2-standby1")).isEqualTo(one);
        assertThat(site(config, "gateway")).isNull();
    }

    @Test
    void aNamedSubstationHasItsOwn() {
        ClusterConfig config = Sites.of(List.of(one, "substation2=" + other)).applyTo(config());

        assertThat(site(config, "substation1")).isEqualTo(one);
        assertThat(site(config, "substation2")).isEqualTo(other);
        assertThat(site(Sites.of(List.of("substation2=" + other)).applyTo(config()), "substation1"))
                .isNull();
    }

    @Test
    void otherSettingsAndAnEarlierSiteStay() {
        ClusterConfig before = Sites.of(List.of(one))
                .applyTo(ClusterConfig.in(directory)
                        .setting("substation1", "causalgrid.grid.time-scale", "60")
                        .build());

        ClusterConfig after = Sites.of(List.of()).applyTo(before);

        assertThat(after).isEqualTo(before);
        assertThat(after.settings().get("substation1")).containsEntry("causalgrid.grid.time-scale", "60");
    }

    @Test
    void whatCannotBeTheSiteIsRefusedBeforeAnythingStarts() throws IOException {
        Path wrong = Files.writeString(directory.resolve("wrong.yaml"), NETWORK.replace("amps: 32", "amps: -1"));

        assertThatThrownBy(() -> Sites.of(List.of(wrong.toString())))
                .isInstanceOf(InvalidSiteException.class)
                .hasMessage(wrong + ": line 1: nodes[0].limits[0]: amps is negative: -1");
        assertThatThrownBy(() -> Sites.of(List.of(one, other))).isInstanceOf(ClusterException.class);
        assertThatThrownBy(() -> Sites.of(List.of("substation3=" + one)).applyTo(config()))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("substation3");
    }

    private ClusterConfig config() {
        return ClusterConfig.in(directory).standbys(1).build();
    }

    private static @Nullable String site(ClusterConfig config, String process) {
        return config.settings().getOrDefault(process, Map.of()).get(SITE);
    }
}
