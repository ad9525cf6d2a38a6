/** Tests of where owners keep what they decide. */
@NullMarked
package io.causalgrid.grid.service.store;

import org.jspecify.annotations.NullMarked;
