/**
 * One vehicle's charging, from the order to its end: what was asked for, the states a session can be in with only their
 * legal transitions, and a virtual vehicle to charge when there is no hardware. Everything here is an immutable value;
 * time is always handed in.
 */
@NullMarked
package io.causalgrid.grid.core.session;

import org.jspecify.annotations.NullMarked;
