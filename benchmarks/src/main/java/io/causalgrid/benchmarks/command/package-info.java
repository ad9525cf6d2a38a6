/** The command lines of the benchmarks. */
@NullMarked
package io.causalgrid.benchmarks.command;

import org.jspecify.annotations.NullMarked;
