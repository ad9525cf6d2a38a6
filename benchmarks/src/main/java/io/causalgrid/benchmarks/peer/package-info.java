/** What the store is compared with: Redis, etcd, and a server on the store's stack that does nothing. */
@NullMarked
package io.causalgrid.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
