package io.causalgrid.cli.command;

import io.causalgrid.cli.cluster.ProcessStatus;
import io.causalgrid.cli.terminal.Colour;
import io.causalgrid.cli.terminal.Format;
import io.causalgrid.cli.terminal.Terminal;
import java.util.List;
import java.util.Locale;

/** The processes of a cluster as a table, or as the JSON array that scripts read. */
final class StatusTable {

    private static final String ROW = "%-12s  %-10s  %7s  %-22s  ";

    private StatusTable() {}

    static void print(List<ProcessStatus> processes, Terminal terminal, Format format) {
        switch (format) {
            case JSON -> terminal.printJson(processes);
            case TEXT -> printTable(processes, terminal);
        }
    }

    private static void printTable(List<ProcessStatus> processes, Terminal terminal) {
        terminal.print(terminal.coloured(
                Colour.BOLD, String.format(Locale.ROOT, ROW, "NAME", "ROLE", "PID", "URL") + "STATE"));
        for (ProcessStatus process : processes) {
            Long pid = process.pid();
            String row = String.format(
                    Locale.ROOT, ROW, process.name(), process.role().label(), pid == null ? "-" : pid, process.url());
            terminal.print(row
                    + terminal.coloured(
                            colourOf(process.state()), process.state().label()));
        }
    }

    private static Colour colourOf(ProcessStatus.State state) {
        return switch (state) {
            case READY -> Colour.GREEN;
            case STARTING -> Colour.YELLOW;
            case STOPPED -> Colour.GREY;
        };
    }
}
