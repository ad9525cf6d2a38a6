package io.causalgrid.cli.command;

import io.causalgrid.cli.kv.ImportBatches;
import io.causalgrid.cli.kv.ImportProgress;
import io.causalgrid.cli.kv.Importer;
import io.causalgrid.cli.kv.KvException;
import io.causalgrid.kv.client.CausalSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes what an export has read. */
@Command(
        name = "import",
        description = {
            "Writes the lines of an export to the store, whatever the keys had, in batches of up to 1000 keys and 4 MiB.",
            "FILE.progress tells how far it has come; when it was interrupted, the same command goes on from there. A line that"
                    + " is not one of an export ends it, and nothing of its batch is written. A value whose time is over is left"
                    + " out.",
            "As JSON {\"keys\",\"expired\"}."
        })
public final class ImportCommand extends StoreCommand {

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec command;

    @Parameters(paramLabel = "FILE", description = "The file; - for standard input.")
    private String file = "";

    @Option(
            names = "--from-line",
            paramLabel = "N",
            description = "Begin with this line, counted from 1, whatever FILE.progress says.")
    private @Nullable Long fromLine;

    @Override
    int run(CausalSession session) throws IOException {
        if (fromLine != null && fromLine < 1) {
            throw new ParameterException(command.commandLine(), "Lines are counted from 1");
        }
        if (file.equals(Inputs.STANDARD)) {
            return write(session, begin(0), terminal().input(), Optional.empty());
        }
        Path path = Path.of(file);
        Path kept = ImportProgress.beside(path);
        ImportProgress start = start(Files.size(path), kept);
        try (InputStream in = Files.newInputStream(path)) {
            return write(session, start, in, Optional.of(kept));
        }
    }

    private ImportProgress start(long inputBytes, Path kept) throws IOException {
        Optional<ImportProgress> interrupted = fromLine == null ? ImportProgress.read(kept) : Optional.empty();
        if (interrupted.isEmpty()) {
            ImportProgress fresh = begin(inputBytes);
            fresh.write(kept);
            return fresh;
        }
        ImportProgress start = interrupted.get();
        if (start.inputBytes() != inputBytes) {
            throw new KvException(
                    "%s is not as long as it was when its import was interrupted; without %s, or with --from-line,"
                                    .formatted(file, kept)
                            + " it is imported anew");
        }
        terminal().note("Going on after line " + start.line() + ", as " + kept + " says");
        return start;
    }

    private ImportProgress begin(long inputBytes) {
        return new ImportProgress(UUID.randomUUID().toString(), inputBytes, fromLine == null ? 0 : fromLine - 1);
    }

    private int write(CausalSession session, ImportProgress start, InputStream in, Optional<Path> kept)
            throws IOException {
        var batches = new ImportBatches(in, Clock.systemUTC());
        batches.skip(start.line());
        var progress = new Progress(terminal());
        var acknowledged = new Acknowledged(start.line());
        var importer = new Importer(session, Clock.systemUTC(), (reached, bytes, keys) -> {
            if (kept.isPresent()) {
                reached.write(kept.get());
            }
            acknowledged.line = reached.line();
            progress.show("  imported " + Quantities.keys(keys) + share(bytes, start.inputBytes()));
        });
        long keys;
        try {
            keys = importer.run(start, batches);
        } catch (RuntimeException | IOException e) {
            terminal().note("Imported up to line " + acknowledged.line);
            throw e;
        }
        if (kept.isPresent()) {
            Files.deleteIfExists(kept.get());
        }
        report(keys, batches.expired());
        return ExitCode.OK;
    }

    private void report(long keys, long expired) {
        switch (format()) {
            case TEXT ->
                terminal()
                        .print("Imported " + Quantities.keys(keys)
                                + (expired == 0
                                        ? ""
                                        : "; left out " + Quantities.keys(expired) + " whose time is over"));
            case JSON -> {
                var document = new LinkedHashMap<String, Long>();
                document.put("keys", keys);
                document.put("expired", expired);
                terminal().printJson(document);
            }
        }
    }

    private static String share(long bytes, long of) {
        return of == 0 ? "" : ", " + bytes * 100 / of + " %";
    }

    /** The last line that the store has acknowledged. */
    private static final class Acknowledged {
        private long line;

        Acknowledged(long line) {
            this.line = line;
        }
    }
}
