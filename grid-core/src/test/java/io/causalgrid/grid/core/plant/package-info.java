@NullMarked
package io.causalgrid.grid.core.plant;

import org.jspecify.annotations.NullMarked;
