/**
 * The benchmark of the durable store, {@code benchmarks/durability}: what a sync for each write costs, how fast replicas
 * start and catch up, and what they take in memory and on the disk.
 */
@NullMarked
package io.causalgrid.benchmarks.durability;

import org.jspecify.annotations.NullMarked;
