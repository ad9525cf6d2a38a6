package io.causalgrid.grid.core.simulation.report;

import io.causalgrid.grid.core.simulation.RecordedSession;
import io.causalgrid.grid.core.simulation.Run;
import java.io.IOException;
import java.time.ZoneId;

/** What each session got, as comma-separated values: a row for each session and run, by departure. */
public final class SessionTable {
    /** The first line. */
    public static final String HEADER =
            "policy,capKw,session_id,station_id,arrival,departure,deadline,requested_kwh,max_kw,"
                    + "delivered_kwh,fully_served,cost\n";

    private SessionTable() {}

    /** Appends the rows of a run; a bound has none. */
    public static void append(Appendable out, Result result, ZoneId zone) throws IOException {
        if (result.run().isEmpty()) {
            return;
        }
        var row = new CsvRow(out);
        for (Run.Outcome outcome : result.run().get().outcomes()) {
            RecordedSession session = outcome.session();
            row.text(result.summary().policy()).number(result.summary().capKw());
            row.text(session.id()).text(session.connector());
            row.time(session.arrival(), zone).time(session.departure(), zone).time(session.deadline(), zone);
            row.thousands(session.energyWattHours()).thousands(session.maxWatts());
            row.thousands(outcome.deliveredWattHours()).text(String.valueOf(outcome.isServed()));
            row.number(outcome.cost()).end();
        }
    }
}
