/**
 * The settings of a process, the roles it plays, and the clock and randomness that everything else is given. Nothing
 * here knows what a role does.
 */
@NullMarked
package io.causalgrid.grid.service.config;

import org.jspecify.annotations.NullMarked;
