/** How long dividing a substation's power takes, in one thread: policies, and the allocator with all its stages. */
@NullMarked
package io.causalgrid.benchmarks.allocation;

import org.jspecify.annotations.NullMarked;
