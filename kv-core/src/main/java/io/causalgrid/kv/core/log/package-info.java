/**
 * The durable, ordered log of one site, as a port, and {@link io.causalgrid.kv.core.log.SegmentedSiteLog}, which keeps it
 * in segment files. Positions count from 1; nothing above this package knows how or where the records are kept.
 */
@NullMarked
package io.causalgrid.kv.core.log;

import org.jspecify.annotations.NullMarked;
