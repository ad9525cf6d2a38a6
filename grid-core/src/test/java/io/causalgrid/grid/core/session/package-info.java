/** Tests. */
@NullMarked
package io.causalgrid.grid.core.session;

import org.jspecify.annotations.NullMarked;
