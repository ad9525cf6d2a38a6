/**
 * Who belongs to the cluster. A membership is a value like any other: it lives in the store under a key of its own, so it
 * spreads, survives and converges as all data do.
 */
@NullMarked
package io.causalgrid.kv.core.membership;

import org.jspecify.annotations.NullMarked;
