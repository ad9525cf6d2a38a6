/**
 * Programmes with a linear objective and bounds on magnitudes of complex sums, and how they are solved: with ojAlgo's
 * simplex method and cutting planes where a decision is due within milliseconds, and by a first-order method with a
 * certificate where a month is to be bounded. Knows nothing of charging.
 */
@NullMarked
package io.causalgrid.grid.core.optimisation;

import org.jspecify.annotations.NullMarked;
