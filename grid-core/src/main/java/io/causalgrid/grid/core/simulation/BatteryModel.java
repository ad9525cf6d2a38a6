package io.causalgrid.grid.core.simulation;

/** How vehicles take what they are granted. */
public enum BatteryModel {
    /** Whatever is granted, up to their greatest power, until they have what they asked for. */
    IDEAL,
    /** Constant power, then a taper: {@link io.causalgrid.grid.core.session.VirtualVehicle}. */
    TWO_STAGE
}
