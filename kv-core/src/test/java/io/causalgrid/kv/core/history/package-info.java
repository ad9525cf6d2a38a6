/**
 * Judges what clients saw: a history records their reads and writes, session by session, and the checker looks for the
 * bad patterns that no causally consistent store can produce. It knows nothing of the store's insides.
 */
@NullMarked
package io.causalgrid.kv.core.history;

import org.jspecify.annotations.NullMarked;
