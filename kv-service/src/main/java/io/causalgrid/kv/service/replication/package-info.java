/**
 * How sites get each other's writes: each pulls a long-lived stream of frames over HTTP from every peer, and its own
 * vector is the cursor. {@link io.causalgrid.kv.service.replication.PeerLink} is the pulling end, {@link
 * io.causalgrid.kv.service.replication.FeedServer} the other.
 */
@NullMarked
package io.causalgrid.kv.service.replication;

import org.jspecify.annotations.NullMarked;
