@NullMarked
package io.causalgrid.grid.core.series;

import org.jspecify.annotations.NullMarked;
