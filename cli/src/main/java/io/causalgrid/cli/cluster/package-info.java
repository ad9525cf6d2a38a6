/**
 * The whole system on one machine: which processes there are and with which settings, and {@link
 * io.causalgrid.cli.cluster.LocalCluster}, the one place that starts, stops, kills and inspects them. The command line,
 * the demos and the system tests all use it; what it knows lies in a directory, so that any of them can carry on where
 * another left off.
 */
@NullMarked
package io.causalgrid.cli.cluster;

import org.jspecify.annotations.NullMarked;
