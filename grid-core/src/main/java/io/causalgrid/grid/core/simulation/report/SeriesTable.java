package io.causalgrid.grid.core.simulation.report;

import io.causalgrid.grid.core.simulation.Run;
import java.io.IOException;
import java.time.ZoneId;

/**
 * Load, limit and vehicles over time, as comma-separated values: a row for each stretch of a run in which nothing changed.
 * Times at which no vehicle was there have none.
 */
public final class SeriesTable {
    /** The first line. */
    public static final String HEADER = "policy,capKw,from,until,load_kw,energy_kwh,limit_kw,sessions,charging\n";

    private SeriesTable() {}

    /** Appends the rows of a run; a bound has none. */
    public static void append(Appendable out, Result result, ZoneId zone) throws IOException {
        if (result.run().isEmpty()) {
            return;
        }
        var row = new CsvRow(out);
        double capWatts = result.summary().capKw() * 1000;
        for (Run.Load load : result.run().get().load()) {
            row.text(result.summary().policy()).number(result.summary().capKw());
            row.time(load.from(), zone).time(load.until(), zone);
            row.thousands(load.watts()).thousands(load.wattHours()).thousands(Math.min(load.limitWatts(), capWatts));
            row.number(load.present()).number(load.charging()).end();
        }
    }
}
