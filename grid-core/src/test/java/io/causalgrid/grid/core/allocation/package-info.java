/** Tests. */
@NullMarked
package io.causalgrid.grid.core.allocation;

import org.jspecify.annotations.NullMarked;
