/** Tests. */
@NullMarked
package io.causalgrid.grid.core.balancing;

import org.jspecify.annotations.NullMarked;
