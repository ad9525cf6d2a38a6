package io.causalgrid.grid.service.config;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/** Time and chance, the only place that takes them from the machine, and the tag that all metrics carry. */
class Sources {
    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    /** Safe for all threads. */
    @Produces
    @Singleton
    RandomGenerator random() {
        return new SecureRandom();
    }

    @Produces
    @Singleton
    MeterFilter processName(GridConfig config) {
        return MeterFilter.commonTags(List.of(Tag.of("instance_name", config.name())));
    }
}
