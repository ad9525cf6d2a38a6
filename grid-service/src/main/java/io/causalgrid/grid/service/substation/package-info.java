/**
 * The role that owns a substation: one thread holds its sessions, lets virtual vehicles charge, and divides the power.
 * Everything else sees immutable snapshots.
 */
@NullMarked
package io.causalgrid.grid.service.substation;

import org.jspecify.annotations.NullMarked;
