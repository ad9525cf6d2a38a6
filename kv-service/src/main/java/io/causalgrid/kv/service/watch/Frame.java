package io.causalgrid.kv.service.watch;

import io.causalgrid.kv.core.clock.VersionVector;
import io.vertx.core.buffer.Buffer;

/**
 * A change as it goes to clients, to as many as want it.
 *
 * @param position its place in this site's log
 * @param seen what a client has seen with it
 * @param bytes the event; nobody changes them
 */
record Frame(long position, VersionVector seen, Buffer bytes) {}
