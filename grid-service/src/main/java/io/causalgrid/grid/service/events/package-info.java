/**
 * Server-sent events with a bounded buffer for each client, so that one that does not read costs others nothing.
 */
@NullMarked
package io.causalgrid.grid.service.events;

import org.jspecify.annotations.NullMarked;
