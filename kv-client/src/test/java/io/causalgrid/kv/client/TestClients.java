package io.causalgrid.kv.client;

import io.causalgrid.kv.client.fake.FakeSite;
import io.causalgrid.kv.client.fake.FakeTiming;
import java.net.URI;
import java.time.Duration;

/** Clients for tests: those whose time is not the matter have plenty of it, on a machine that may be very busy. */
final class TestClients {
    static final Duration PLENTY = Duration.ofSeconds(30);

    private TestClients() {}

    static CausalGridClientBuilder builder(URI... endpoints) {
        return CausalGridClient.builder(endpoints)
                .deadline(PLENTY)
                .attemptTimeout(PLENTY)
                .connectTimeout(PLENTY)
                .backOff(Duration.ofMillis(1), Duration.ofMillis(20));
    }

    static CausalGridClientBuilder builder(FakeSite... sites) {
        return builder(FakeSite.uris(sites));
    }

    /** Has time until it gets an answer. */
    static CausalGridClient patient(FakeSite... sites) {
        return builder(sites).breaker(1000, PLENTY).build();
    }

    /** Pauses take no time but count, so that a call which never gets an answer soon gives up; attempts have plenty. */
    static CausalGridClient hasty(FakeSite... sites) {
        return builder(sites)
                .timing(new FakeTiming())
                .backOff(Duration.ofSeconds(1), Duration.ofSeconds(8))
                .breaker(1000, PLENTY)
                .build();
    }
}
