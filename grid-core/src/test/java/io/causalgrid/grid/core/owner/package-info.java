/** Tests. */
@NullMarked
package io.causalgrid.grid.core.owner;

import org.jspecify.annotations.NullMarked;
