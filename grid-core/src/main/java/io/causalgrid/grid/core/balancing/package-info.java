/**
 * Which substation a charging request goes to: policies over a view of the substations' loads, and the view itself,
 * which counts what this balancer has sent but not yet heard of, so that many requests at once still spread evenly.
 */
@NullMarked
package io.causalgrid.grid.core.balancing;

import org.jspecify.annotations.NullMarked;
