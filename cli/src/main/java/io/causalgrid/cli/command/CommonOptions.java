package io.causalgrid.cli.command;

import io.causalgrid.cli.terminal.Format;
import picocli.CommandLine.Option;

/** What every command understands. */
public final class CommonOptions {

    @Option(names = "--output", paramLabel = "FORMAT", description = "How to print the result: text (default) or json.")
    private Format format = Format.TEXT;

    @Option(names = "--json", description = "The same as --output json.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    Format format() {
        return json ? Format.JSON : format;
    }

    boolean isHelp() {
        return help;
    }
}
