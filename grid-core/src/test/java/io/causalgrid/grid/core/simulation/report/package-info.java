@NullMarked
package io.causalgrid.grid.core.simulation.report;

import org.jspecify.annotations.NullMarked;
