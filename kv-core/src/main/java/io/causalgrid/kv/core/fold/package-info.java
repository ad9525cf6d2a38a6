/**
 * The log function: what a log's records mean, one after the other, and nothing else. The site's own state and the
 * records it sends to others both come from it.
 */
@NullMarked
package io.causalgrid.kv.core.fold;

import org.jspecify.annotations.NullMarked;
