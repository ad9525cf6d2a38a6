/**
 * Who holds which connector, and what was answered to whom: admission by idempotency key, release, and the end of
 * sessions, as one atomic step each. It decides nothing about power. A later version stores each step as an event.
 */
@NullMarked
package io.causalgrid.grid.core.ledger;

import org.jspecify.annotations.NullMarked;
