package io.causalgrid.cli.command;

import io.causalgrid.cli.kv.ExportFile;
import io.causalgrid.cli.kv.Exporter;
import io.causalgrid.cli.kv.KvException;
import io.causalgrid.cli.terminal.Format;
import io.causalgrid.cli.terminal.Terminal;
import io.causalgrid.kv.client.CausalSession;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes keys and their values to a file. */
@Command(
        name = "export",
        customSynopsis = "./causalgrid kv export [OPTIONS] [PREFIX] FILE",
        description = {
            "Writes the keys that begin with a prefix, with their values, to a file, for import: one line"
                    + " {\"key\",\"contentType\",\"value\" or \"valueBase64\",\"expiresAt\"?} each. Of several versions the"
                    + " winner is written. Counters, sets and maps are not.",
            "Reads page by page. Each page is one causal snapshot; the whole export is not one snapshot: what is written"
                    + " meanwhile may be in it or not.",
            "As JSON {\"keys\",\"bytes\",\"severalVersions\"}."
        })
public final class ExportCommand extends StoreCommand {

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec command;

    @Parameters(
            arity = "1..2",
            paramLabel = "[PREFIX] FILE",
            hideParamSyntax = true,
            description =
                    "What the keys begin with (default: all keys), and the file, which must be new; - for standard"
                            + " output.")
    private List<String> arguments = List.of();

    @Option(names = "--resume", description = "Go on after the last whole line of the file; a torn one is cut off.")
    private boolean resume;

    @Option(
            names = "--page",
            paramLabel = "N",
            description = "How many keys to read at once, at most 1000 (default: ${DEFAULT-VALUE}); fewer if values are"
                    + " very large.")
    private int page = 1000;

    @Override
    int run(CausalSession session) throws IOException {
        if (page < 1 || page > 1000) {
            throw new ParameterException(command.commandLine(), "--page must be from 1 to 1000");
        }
        String prefix = arguments.size() == 2 ? KeyName.intact(arguments.getFirst()) : "";
        String file = arguments.getLast();
        return file.equals(Inputs.STANDARD)
                ? toStandardOutput(session, prefix)
                : toFile(session, prefix, Path.of(file));
    }

    private int toFile(CausalSession session, String prefix, Path path) throws IOException {
        try (ExportFile file = resume ? ExportFile.resume(path, prefix) : ExportFile.create(path)) {
            file.lastKey().ifPresent(_ -> terminal().note("Going on after the last whole line of " + path));
            Exporter.Counts counts;
            try (OutputStream out = file.out()) {
                counts = exporter(session, prefix).run(file.lastKey(), out);
                file.sync();
            }
            if (format() == Format.JSON) {
                terminal().printJson(document(counts));
            } else {
                terminal().print(summary(counts) + " to " + path);
            }
        }
        return ExitCode.OK;
    }

    private int toStandardOutput(CausalSession session, String prefix) throws IOException {
        if (resume) {
            throw new ParameterException(command.commandLine(), "Only a file can be gone on with");
        }
        terminal().note(summary(exporter(session, prefix).run(Optional.empty(), new Piped(terminal()))));
        return ExitCode.OK;
    }

    private Exporter exporter(CausalSession session, String prefix) {
        var progress = new Progress(terminal());
        return new Exporter(
                session, prefix, page, counts -> progress.show("  exported " + Quantities.keys(counts.keys())));
    }

    private static String summary(Exporter.Counts counts) {
        String text = "Exported %s (%s)".formatted(Quantities.keys(counts.keys()), Quantities.bytes(counts.bytes()));
        return counts.severalVersions() == 0
                ? text
                : text + ", the winner alone of the several versions of " + Quantities.keys(counts.severalVersions());
    }

    private static Object document(Exporter.Counts counts) {
        var document = new LinkedHashMap<String, Long>();
        document.put("keys", counts.keys());
        document.put("bytes", counts.bytes());
        document.put("severalVersions", counts.severalVersions());
        return document;
    }

    /** Standard output, which fails when nobody reads it any more. */
    private static final class Piped extends OutputStream {
        private final Terminal terminal;

        Piped(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            terminal.printBytes(Arrays.copyOfRange(bytes, from, from + length));
            if (terminal.isClosed()) {
                throw new KvException("Standard output does not take what is to be written");
            }
        }
    }
}
