/**
 * Replays charging: recorded or made-up sessions on any network under any policy, step by step, with a report of what was
 * delivered, and an upper bound of what could have been by one who knows the future.
 */
@NullMarked
package io.causalgrid.grid.core.simulation;

import org.jspecify.annotations.NullMarked;
