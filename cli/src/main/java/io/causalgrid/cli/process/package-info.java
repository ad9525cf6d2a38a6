/**
 * One operating-system process: how it is described, started in its own session, recognised again later, and asked
 * whether it is ready. Also who holds a port and what a log file says. Knows nothing of CausalGrid's topology.
 */
@NullMarked
package io.causalgrid.cli.process;

import org.jspecify.annotations.NullMarked;
