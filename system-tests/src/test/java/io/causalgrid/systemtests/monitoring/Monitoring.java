package io.causalgrid.systemtests.monitoring;

import java.net.URI;
import java.util.List;
import java.util.Set;

/** What the system tests ask of the monitoring: that it watches metrics which exist. */
public final class Monitoring {
    private Monitoring() {}

    /** The metrics named in boards and rules that none of the services serves. */
    public static Set<String> metricsNotServedBy(List<URI> metricsUrls) {
        return ServedMetrics.scrape(metricsUrls).missing(MonitoredMetrics.names());
    }
}
