/** A simulation of substations that share a feeder. */
@NullMarked
package io.causalgrid.grid.core.feeder;

import org.jspecify.annotations.NullMarked;
