/** All that the dashboard knows, as one immutable value, and the function that makes the next one from something observed. No I/O and no clock: every observation carries its own time. */
@NullMarked
package io.causalgrid.dashboard.state;

import org.jspecify.annotations.NullMarked;
