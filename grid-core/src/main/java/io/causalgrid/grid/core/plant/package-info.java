/**
 * What a controller tells charge points, as values: orders, which are sent and answered asynchronously. A plant is whatever
 * has charge points: virtual vehicles, OCPP, a replayed recording.
 */
@NullMarked
package io.causalgrid.grid.core.plant;

import org.jspecify.annotations.NullMarked;
