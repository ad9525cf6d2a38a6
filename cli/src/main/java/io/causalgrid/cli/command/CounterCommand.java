package io.causalgrid.cli.command;

import io.causalgrid.cli.kv.KvException;
import io.causalgrid.cli.terminal.Format;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Adds to counters, which lose no addition however many replicas add at once. */
@Command(
        name = "counter",
        description = "Adds to a counter, reads or deletes it. Counters have names of their own, apart from keys.",
        synopsisSubcommandLabel = "COMMAND")
public final class CounterCommand {

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // by picocli
    private KvCommand kv;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec command;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    boolean isHelp() {
        return help;
    }

    @Command(
            name = "add",
            description = {
                "Adds to a counter, and prints its value at the replica that did it.",
                "As JSON {\"counter\",\"value\"}."
            })
    int add(
            @Parameters(paramLabel = "NAME", converter = KeyName.class, description = "The counter.") String name,
            @Parameters(paramLabel = "DELTA", description = "What to add, such as 5 or -5; not 0.") long delta,
            @Mixin SessionOptions session,
            @Mixin CommonOptions common) {
        if (delta == 0) {
            throw new ParameterException(command.commandLine(), "There is no use in adding 0");
        }
        print(name, kv.inSession(session, store -> store.addToCounter(name, delta)), common.format());
        return ExitCode.OK;
    }

    @Command(
            name = "get",
            description = {
                "Prints a counter's value; exits with 3 if nothing was ever added.",
                "As JSON {\"counter\",\"value\"}."
            })
    int get(
            @Parameters(paramLabel = "NAME", converter = KeyName.class, description = "The counter.") String name,
            @Mixin SessionOptions session,
            @Mixin CommonOptions common) {
        var value = kv.inSession(session, store -> store.counter(name));
        print(name, value.orElseThrow(() -> KvException.absent("counter", name)), common.format());
        return ExitCode.OK;
    }

    @Command(
            name = "delete",
            description = {
                "Deletes a counter; exits with 3 if there is none. What is added concurrently elsewhere stays.",
                "As JSON {\"counter\"}."
            })
    int delete(
            @Parameters(paramLabel = "NAME", converter = KeyName.class, description = "The counter.") String name,
            @Mixin SessionOptions session,
            @Mixin CommonOptions common) {
        if (!kv.inSession(session, store -> store.deleteCounter(name))) {
            throw KvException.absent("counter", name);
        }
        if (common.format() == Format.JSON) {
            kv.terminal().printJson(Map.of("counter", name));
        }
        return ExitCode.OK;
    }

    private void print(String name, long value, Format format) {
        switch (format) {
            case TEXT -> kv.terminal().print(Long.toString(value));
            case JSON -> {
                var document = new LinkedHashMap<String, Object>();
                document.put("counter", name);
                document.put("value", value);
                kv.terminal().printJson(document);
            }
        }
    }
}
