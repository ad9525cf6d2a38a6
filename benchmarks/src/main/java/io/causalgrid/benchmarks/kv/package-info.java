/**
 * The benchmark of the store, {@code ./causalgrid bench kv}: reads and writes a second beside a server that does nothing,
 * Redis and etcd, and how soon a write is to be seen at another replica.
 */
@NullMarked
package io.causalgrid.benchmarks.kv;

import org.jspecify.annotations.NullMarked;
