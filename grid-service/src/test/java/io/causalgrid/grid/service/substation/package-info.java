/** Tests. */
@NullMarked
package io.causalgrid.grid.service.substation;

import org.jspecify.annotations.NullMarked;
