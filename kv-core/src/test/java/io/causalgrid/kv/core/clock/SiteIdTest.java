package io.causalgrid.kv.core.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteIdTest {
    private static final String LONGEST_NAME = "n".repeat(64);

    @Test
    void anIncarnationCanBeMadeOfTheLongestNameAndAnotherIncarnation() {
        var site = new SiteId(LONGEST_NAME, "by-" + LONGEST_NAME + "-" + LONGEST_NAME);

        assertThat(site.name()).isEqualTo(LONGEST_NAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", ".a", "A", "a_b", "a b", "ä"})
    void whatIsNoNameIsRefused(String name) {
        assertThat(SiteId.isName(name)).isFalse();
        assertThatThrownBy(() -> new SiteId(name, "i1")).hasMessageContaining("'" + name + "'");
    }

    @Test
    void aNameThatIsTooLongIsRefused() {
        assertThat(SiteId.isName(LONGEST_NAME + "n")).isFalse();
    }
}
