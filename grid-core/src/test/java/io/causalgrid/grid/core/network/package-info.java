/** Tests. */
@NullMarked
package io.causalgrid.grid.core.network;

import org.jspecify.annotations.NullMarked;
