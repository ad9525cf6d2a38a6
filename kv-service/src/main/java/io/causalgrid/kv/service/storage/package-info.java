/**
 * The site's data on its disk: the materialised state in RocksDB behind {@link
 * io.causalgrid.kv.core.state.ReplicaState}, snapshots of it that go to other sites and come from them, backups, and the
 * data directory in which all of it lies. Knows nothing of the service around it.
 */
@NullMarked
package io.causalgrid.kv.service.storage;

import org.jspecify.annotations.NullMarked;
