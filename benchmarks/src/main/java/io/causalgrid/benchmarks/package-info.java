/** What the store is compared with: a server on the same stack that does nothing. */
@NullMarked
package io.causalgrid.benchmarks;

import org.jspecify.annotations.NullMarked;
