package io.causalgrid.grid.core.network;

import io.causalgrid.grid.core.series.AtLeast;
import io.causalgrid.grid.core.series.Course;
import io.causalgrid.grid.core.series.Quantity;
import io.causalgrid.grid.core.series.Recorded;
import java.time.Instant;
import java.util.Collections;
import java.util.NavigableMap;

/**
 * What flows at a node besides what vehicles draw: a base load, less what the sun gives. It is taken to be spread evenly over the
 * three lines.
 */
final class OtherLoads {
    private static final Course NOTHING = Course.constant(0);
    private static final double LINES_TO_POWER = Math.sqrt(3);

    private OtherLoads() {}

    /**
     * In watts; negative while the sun gives more than the base load takes.
     *
     * @throws InvalidNetworkException if a series that the node names cannot be read
     */
    static Course ofNode(Members node, NetworkReader.Surroundings surroundings) {
        Course load = NOTHING;
        if (node.has("baseLoad")) {
            NavigableMap<Instant, Double> values = surroundings.series(node, "baseLoad", Quantity.BASE_LOAD);
            // Of what nobody has recorded the worst that was.
            load = new Recorded(
                    Quantity.BASE_LOAD,
                    node.text("baseLoad"),
                    values,
                    Course.constant(Collections.max(values.values())));
        }
        if (node.has("sun")) {
            NavigableMap<Instant, Double> values = surroundings.series(node, "sun", Quantity.SUN);
            load = load.plus(-1, new Recorded(Quantity.SUN, node.text("sun"), values, NOTHING));
        }
        return load;
    }

    /** Whether there is any. */
    static boolean isAny(Course load) {
        return !load.equals(NOTHING);
    }

    static Course nothing() {
        return NOTHING;
    }

    /**
     * What counts of a load in each line, in amperes. What the sun gives beyond the base load counts for nothing there: nobody says
     * in which of the lines it flows.
     *
     * @param volts between the lines
     */
    static Course inLines(Course watts, double volts) {
        return NOTHING.plus(1 / (LINES_TO_POWER * volts), new AtLeast(watts, 0));
    }
}
