/** What was measured, as a table for people and as JSON for programmes: medians over rounds, and how far they lie apart. */
@NullMarked
package io.causalgrid.benchmarks.report;

import org.jspecify.annotations.NullMarked;
