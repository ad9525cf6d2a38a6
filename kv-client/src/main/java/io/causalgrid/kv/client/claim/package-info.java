/** Claims: what one process may have at a time, although the store has no leader and always takes writes. */
@NullMarked
package io.causalgrid.kv.client.claim;

import org.jspecify.annotations.NullMarked;
