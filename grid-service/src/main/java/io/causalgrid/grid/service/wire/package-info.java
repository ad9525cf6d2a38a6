/**
 * The JSON documents that clients and the roles exchange, and how they become the core's values. Names and units here
 * are a public contract; those under {@code /internal} are between processes of one release.
 */
@NullMarked
package io.causalgrid.grid.service.wire;

import org.jspecify.annotations.NullMarked;
