/** Clients that write over HTTP: wrk, which is driven from here. */
@NullMarked
package io.causalgrid.benchmarks.load;

import org.jspecify.annotations.NullMarked;
