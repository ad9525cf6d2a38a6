/**
 * What the site tells about itself: metrics, health, the cluster document, and the stream of events.
 */
@NullMarked
package io.causalgrid.kv.service.telemetry;

import org.jspecify.annotations.NullMarked;
