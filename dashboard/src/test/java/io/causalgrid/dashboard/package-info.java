/** Rules that hold for the whole module. */
@NullMarked
package io.causalgrid.dashboard;

import org.jspecify.annotations.NullMarked;
