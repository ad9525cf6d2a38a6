/** Tests. */
@NullMarked
package io.causalgrid.grid.core;

import org.jspecify.annotations.NullMarked;
