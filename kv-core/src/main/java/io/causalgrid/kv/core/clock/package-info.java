/**
 * Names and orders of writes: which site made one (site, dot), what a site has seen (version vector), and when (hybrid
 * timestamp). Everything here is an immutable value.
 */
@NullMarked
package io.causalgrid.kv.core.clock;

import org.jspecify.annotations.NullMarked;
