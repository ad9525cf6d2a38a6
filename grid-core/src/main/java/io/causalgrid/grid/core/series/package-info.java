/**
 * What varies in time in steps: limits, other load, sun, prices. By the time of day, from dates on, or as a file records it; and
 * what is foreseen of it.
 */
@NullMarked
package io.causalgrid.grid.core.series;

import org.jspecify.annotations.NullMarked;
