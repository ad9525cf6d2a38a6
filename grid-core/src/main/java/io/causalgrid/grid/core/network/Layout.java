package io.causalgrid.grid.core.network;

import java.util.List;

/** Where connectors are: what counts in which limit, given which lines each of them uses. */
@FunctionalInterface
interface Layout {
    /** The rows of these connectors, always in the same order and with the same limits. */
    List<Row> rows(List<Connector> connectors);
}
