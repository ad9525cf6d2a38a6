/**
 * Limits that several substations share, each with an owner of its own that may be cut off from the others. Each has a right to a
 * part of the limit, and lends what it does not need for a while.
 */
@NullMarked
package io.causalgrid.grid.core.feeder;

import org.jspecify.annotations.NullMarked;
