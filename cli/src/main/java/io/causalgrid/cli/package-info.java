/** The entry point of the command line; everything else is in the packages below. */
@NullMarked
package io.causalgrid.cli;

import org.jspecify.annotations.NullMarked;
