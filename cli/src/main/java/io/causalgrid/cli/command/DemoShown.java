package io.causalgrid.cli.command;

import io.causalgrid.cli.demo.DemoListener;
import io.causalgrid.cli.demo.DemoReport;
import io.causalgrid.cli.demo.Step;
import io.causalgrid.cli.terminal.Colour;
import io.causalgrid.cli.terminal.Format;
import io.causalgrid.cli.terminal.Terminal;

/** Prints a demo as it is played; as JSON, all at the end. */
final class DemoShown implements DemoListener {

    private final Terminal terminal;
    private final Format format;
    private int steps;

    DemoShown(Terminal terminal, Format format) {
        this.terminal = terminal;
        this.format = format;
    }

    @Override
    public void begins(String start) {
        if (format == Format.TEXT) {
            terminal.print(start);
        }
    }

    @Override
    public void done(Step step) {
        steps++;
        if (format == Format.JSON) {
            return;
        }
        Long waitedMillis = step.waitedMillis();
        terminal.print("");
        terminal.print(terminal.coloured(Colour.BOLD, steps + ". " + step.title()));
        terminal.print("   " + step.request());
        terminal.print("   expected  " + step.expected());
        terminal.print("   answered  " + step.actual() + "  " + mark(step.passed())
                + (waitedMillis == null ? "" : "  after " + waitedMillis + " ms"));
    }

    void finished(DemoReport report) {
        switch (format) {
            case JSON -> terminal.printJson(report);
            case TEXT -> {
                terminal.print("");
                terminal.print(terminal.coloured(
                        report.passed() ? Colour.GREEN : Colour.RED,
                        (report.passed() ? "Passed: " : "Failed: ") + report.verdict()));
            }
        }
    }

    private String mark(boolean passed) {
        return terminal.coloured(passed ? Colour.GREEN : Colour.RED, passed ? "ok" : "WRONG");
    }
}
