/** Tests. */
@NullMarked
package io.causalgrid.grid.core.ledger;

import org.jspecify.annotations.NullMarked;
