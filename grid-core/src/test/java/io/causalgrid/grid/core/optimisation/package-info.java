@NullMarked
package io.causalgrid.grid.core.optimisation;

import org.jspecify.annotations.NullMarked;
