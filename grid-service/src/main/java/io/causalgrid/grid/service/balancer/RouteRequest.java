package io.causalgrid.grid.service.balancer;

import io.causalgrid.grid.core.session.ChargeOrder;

/**
 * A request to find a place for.
 *
 * @param keyIsNew the key was made for this request just now, so no substation can know it
 * @param json the body to pass on
 */
public record RouteRequest(String key, boolean keyIsNew, ChargeOrder order, String json) {
    /** The same request, once a substation may have heard of its key. */
    RouteRequest seen() {
        return new RouteRequest(key, false, order, json);
    }
}
