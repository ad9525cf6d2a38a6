package io.causalgrid.dashboard.config;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Provides the time and the randomness that everything else is given. */
class Clocks {
    @Produces
    @Singleton
    InstantSource clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    RandomGenerator random() {
        return new Random(); // unlike most generators, safe for use by several threads
    }
}
