/**
 * Black-box tests: real processes on free ports, driven over HTTP like any client would, killed, stopped and cut off. Each
 * test leaves its cluster healed.
 */
@NullMarked
package io.causalgrid.systemtests;

import org.jspecify.annotations.NullMarked;
