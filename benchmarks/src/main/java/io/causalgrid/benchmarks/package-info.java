/** What benchmarks compare with: a server on the same stack that does nothing. */
@NullMarked
package io.causalgrid.benchmarks;

import org.jspecify.annotations.NullMarked;
