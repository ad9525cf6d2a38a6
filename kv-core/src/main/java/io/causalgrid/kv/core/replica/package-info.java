/**
 * One site at work: it accepts writes, takes other sites' transactions in causal order, and serves its own log to them.
 * A {@link io.causalgrid.kv.core.replica.Replica} belongs to one thread; around it are only values and ports.
 */
@NullMarked
package io.causalgrid.kv.core.replica;

import org.jspecify.annotations.NullMarked;
