/**
 * Lets clients follow the changes of the store as server-sent events, from now, from a token of this or any other site,
 * or from the state as it is. The log is the queue: one reader of it, the {@code WatchHub}, serves all clients that are
 * up to date, and a client that is not reads the log by itself until it is.
 */
@NullMarked
package io.causalgrid.kv.service.watch;

import org.jspecify.annotations.NullMarked;
