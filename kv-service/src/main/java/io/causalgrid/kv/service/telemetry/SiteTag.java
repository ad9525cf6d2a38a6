package io.causalgrid.kv.service.telemetry;

import io.causalgrid.kv.service.config.KvConfig;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** Puts the site's name on every metric. */
final class SiteTag {
    private SiteTag() {}

    @Produces
    @Singleton
    static MeterFilter site(KvConfig config) {
        return MeterFilter.commonTags(List.of(Tag.of("site", config.site())));
    }
}
