package io.causalgrid.grid.core.charging;

import io.causalgrid.grid.core.session.ChargeOrder;

/**
 * What a client sends.
 *
 * @param keyIsNew the gateway has made the key for this very message
 * @param sentAtMillis in true time
 */
record Request(String key, boolean keyIsNew, ChargeOrder order, long sentAtMillis) {}
