package io.causalgrid.kv.service.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.state.Register;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentRegistersTest {
    private final RecentRegisters recent = new RecentRegisters();

    @Test
    void numberedKeysAreSpreadOverThePlaces() {
        for (int number = 0; number < 10_000; number++) {
            recent.remember(key(number), Register.EMPTY);
        }

        assertThat(IntStream.range(0, 10_000)
                        .filter(number -> recent.find(key(number)).isEmpty()))
                .hasSizeLessThan(250);
    }

    @Test
    void aKeyThatIsForgottenIsNotFoundThoughOthersHaveItsPlaces() {
        for (int number = 0; number < 100_000; number++) {
            recent.remember(key(number), Register.EMPTY);
            recent.remember(key(number + 1), Register.EMPTY);
            recent.forget(key(number));

            assertThat(recent.find(key(number))).isEmpty();
            recent.forget(key(number + 1));
        }
    }

    private static String key(int number) {
        return "key-%08d".formatted(number);
    }
}
