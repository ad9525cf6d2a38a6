/**
 * The benchmark of charging, {@code ./causalgrid bench charge}: how many vehicles a second are given a session, beside nginx
 * before bare substations; what a session costs the store; and what clients notice when processes are killed.
 */
@NullMarked
package io.causalgrid.benchmarks.charge;

import org.jspecify.annotations.NullMarked;
