/** Results of replays for people and programs: a table, comma-separated values, and a page with plots that needs nothing else. */
@NullMarked
package io.causalgrid.grid.core.simulation.report;

import org.jspecify.annotations.NullMarked;
