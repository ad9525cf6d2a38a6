/**
 * What a site's log adds up to: the versions of each key, the vector, the highest timestamp and a digest. The port
 * {@link io.causalgrid.kv.core.state.ReplicaState} keeps them; readers see them from any thread.
 */
@NullMarked
package io.causalgrid.kv.core.state;

import org.jspecify.annotations.NullMarked;
