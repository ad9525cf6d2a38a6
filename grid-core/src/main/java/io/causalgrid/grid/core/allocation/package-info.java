/**
 * How a substation's power is divided among its sessions: policies behind one small interface, the minimum current of
 * IEC 61851 with rotation around them, and behind them the safety layer, which alone talks to the connectors and cannot
 * exceed the limit whatever it is asked to do.
 */
@NullMarked
package io.causalgrid.grid.core.allocation;

import org.jspecify.annotations.NullMarked;
