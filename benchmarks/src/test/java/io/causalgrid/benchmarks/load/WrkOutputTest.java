package io.causalgrid.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class WrkOutputTest {
    private static final String SUCCESS = """
            Running 3s test @ http://127.0.0.1:5000/write
              2 threads and 16 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency     1.61ms    1.05ms  20.34ms   86.97%
                Req/Sec     5.13k   687.93     6.42k    68.33%
              30654 requests in 3.00s, 5.32MB read
            Requests/sec:  10213.28
            Transfer/sec:      1.77MB
            """;

    @Test
    void theRateIsRead() {
        WrkOutput output = WrkOutput.parse(SUCCESS);

        assertThat(output.requestsPerSecond()).isEqualTo(10_213.28);
    }

    @Test
    void aRefusedRequestMakesTheRateWorthless() {
        String refused = SUCCESS.replace("Requests/sec", "  Non-2xx or 3xx responses: 12\nRequests/sec");

        assertThatExceptionOfType(LoadException.class)
                .isThrownBy(() -> WrkOutput.parse(refused))
                .withMessageContaining("Non-2xx or 3xx responses: 12");
    }

    @Test
    void soDoesALostOne() {
        String lost =
                SUCCESS.replace("Requests/sec", "  Socket errors: connect 0, read 3, write 0, timeout 0\nRequests/sec");

        assertThatExceptionOfType(LoadException.class)
                .isThrownBy(() -> WrkOutput.parse(lost))
                .withMessageContaining("read 3");
    }

    @Test
    void whatIsNoResultIsShown() {
        assertThatExceptionOfType(LoadException.class)
                .isThrownBy(() -> WrkOutput.parse("unable to connect to 127.0.0.1:5000 Connection refused\n"))
                .withMessageContaining("Connection refused");
    }
}
