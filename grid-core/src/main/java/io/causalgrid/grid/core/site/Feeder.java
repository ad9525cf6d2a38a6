package io.causalgrid.grid.core.site;

import java.util.Map;

/**
 * A limit that a site shares with others.
 *
 * @param id of the feeder
 * @param limit the id of the limit in the site's network that the feeder bounds: on the power of all connectors
 * @param rightsWatts by substation, what each that hangs on it may use at any time
 */
public record Feeder(String id, String limit, Map<String, Double> rightsWatts) {
    public Feeder {
        rightsWatts = Map.copyOf(rightsWatts);
    }
}
