/** What {@code benchmarks/simple-api} compares with: a server on the same stack that does nothing. */
@NullMarked
package io.causalgrid.benchmarks;

import org.jspecify.annotations.NullMarked;
