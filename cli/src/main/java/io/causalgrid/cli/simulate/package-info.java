/** Replays charging for {@code ./causalgrid simulate}: reads the files, names the policies, and shows the results. */
@NullMarked
package io.causalgrid.cli.simulate;

import org.jspecify.annotations.NullMarked;
