/** Logs in this JVM, without a service around them: ours, and RocksDB's as its peer. */
@NullMarked
package io.causalgrid.benchmarks.log;

import org.jspecify.annotations.NullMarked;
