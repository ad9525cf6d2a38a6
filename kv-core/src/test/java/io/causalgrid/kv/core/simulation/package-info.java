/**
 * Whole clusters in one thread: simulated sites, network and clocks, driven by one scheduler and one seed. A seed that
 * fails is printed and fails again in the same way.
 */
@NullMarked
package io.causalgrid.kv.core.simulation;

import org.jspecify.annotations.NullMarked;
