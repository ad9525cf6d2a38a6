@NullMarked
package io.causalgrid.grid.core.simulation;

import org.jspecify.annotations.NullMarked;
