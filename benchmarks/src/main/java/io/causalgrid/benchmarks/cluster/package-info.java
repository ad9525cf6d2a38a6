/** The replicas that are measured: started, killed, emptied, and asked how they stand and what they take. */
@NullMarked
package io.causalgrid.benchmarks.cluster;

import org.jspecify.annotations.NullMarked;
