package io.causalgrid.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.causalgrid.systemtests.Http.Answer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A replica on a disk of its own, a small one in memory, which fills up and is cleared again. */
@Timeout(240)
class FullDiskSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String VALUE = "v".repeat(20_000);

    /** With space kept free the log stops first; without, whatever comes first meets the end of the disk. */
    @ParameterizedTest
    @CsvSource({"16M, 4194304", "0, 0"})
    void aFullDiskRefusesWritesAndStaysReadableAndGoesOnWhenSpaceReturns(String minFreeSpace, long leftFreeBytes)
            throws IOException {
        try (var replica = new ReplicaOnASmallDisk(minFreeSpace)) {
            assertThat(replica.write("before", "small").status()).isEqualTo(200);

            replica.fill(leftFreeBytes);
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(replica.write("large", VALUE).status()).isEqualTo(507));
            Answer refused = replica.write("large", VALUE);
            assertThat(refused.status()).isEqualTo(507);
            assertThat(refused.body().path("type").asText()).startsWith("urn:causalgrid:problem:");
            assertThat(replica.get("/get/before").body().path("value").asText()).isEqualTo("small");
            assertThat(replica.get("/q/health/ready").status()).isEqualTo(200);

            replica.clear();
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(replica.write("after", "small").status()).isEqualTo(200));
            assertThat(replica.get("/get/after").body().path("value").asText()).isEqualTo("small");
        }
    }
}
