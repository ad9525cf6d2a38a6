package io.causalgrid.grid.core.plant;

/** Something that a plant says of one of its connectors, by its position in the network. */
public sealed interface PlantEvent {
    int connector();

    /**
     * What a meter says.
     *
     * @param wattHours drawn since it said something last
     * @param amps drawn now
     */
    record Metered(int connector, double wattHours, double amps) implements PlantEvent {}

    /** An order holds, for its lease. */
    record Confirmed(int connector, long order) implements PlantEvent {}

    /** An order has not taken effect, and never will. */
    record Refused(int connector, long order) implements PlantEvent {}
}
