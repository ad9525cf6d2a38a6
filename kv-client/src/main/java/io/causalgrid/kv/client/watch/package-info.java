/** Following changes as they happen, in causal order, across broken connections and failing replicas. */
@NullMarked
package io.causalgrid.kv.client.watch;

import org.jspecify.annotations.NullMarked;
