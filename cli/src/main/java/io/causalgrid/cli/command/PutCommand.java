package io.causalgrid.cli.command;

import io.causalgrid.kv.client.CausalSession;
import io.causalgrid.kv.client.value.Key;
import io.causalgrid.kv.client.value.Receipt;
import io.causalgrid.kv.client.value.Value;
import io.causalgrid.kv.client.value.WriteOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives a key a value. */
@Command(
        name = "put",
        description = {
            "Gives a key a value: the text VALUE, the bytes of a file (--file), or those of standard input (-).",
            "Prints the new version. As JSON {\"key\",\"version\",\"replicas\"?,\"enoughReplicas\"}."
        })
public final class PutCommand extends StoreCommand {

    @Parameters(index = "0", paramLabel = "KEY", converter = KeyName.class, description = "The key.")
    private String key = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "VALUE",
            description = "The value, as a text; - for standard input.")
    private @Nullable String value;

    @Option(names = "--file", paramLabel = "FILE", description = "The value is what is in this file.")
    private @Nullable Path file;

    @Option(
            names = "--content-type",
            paramLabel = "TYPE",
            description = "What the value is (default: text/plain;charset=UTF-8 for VALUE, else"
                    + " application/octet-stream).")
    private @Nullable String contentType;

    @Option(
            names = "--expires-in",
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description = "The value goes by itself after this time, at most 315360000.")
    private @Nullable Duration expiresIn;

    @ArgGroup
    private @Nullable PutCondition condition;

    @Mixin
    private final WriteTerms terms = new WriteTerms();

    /** At most one of them. */
    static final class PutCondition {

        @Option(
                names = "--if-match",
                paramLabel = "ETAG",
                description = "Only if all versions that the etag names are there, and replace just those; * for any.")
        private @Nullable String ifMatch;

        @Option(names = "--if-absent", description = "Only if the key has no value.")
        private boolean ifAbsent;
    }

    @Override
    int run(CausalSession session) throws IOException {
        Value written = value();
        Receipt receipt = session.put(Key.of(key), written, options());
        return Receipts.print(key, receipt, terminal(), format());
    }

    private WriteOptions options() {
        WriteOptions options = WriteOptions.none();
        if (condition != null) {
            options = condition.ifAbsent
                    ? options.ifAbsent()
                    : Etags.condition(options, condition.ifMatch == null ? "*" : condition.ifMatch);
        }
        if (expiresIn != null) {
            WriteOptions lasting = options;
            Duration time = expiresIn;
            options = terms.checked(() -> lasting.expiresIn(time));
        }
        return terms.applyTo(options);
    }

    private Value value() throws IOException {
        if ((value == null) == (file == null)) {
            throw terms.misused(
                    "The value is given either on the command line, or with --file, or as - for standard input");
        }
        Value given = file != null
                ? Value.bytes(Files.readAllBytes(file))
                : Inputs.STANDARD.equals(value)
                        ? Value.bytes(terminal().input().readAllBytes())
                        : Value.text(KeyName.intact(String.valueOf(value)));
        return contentType == null ? given : Value.of(contentType, given.bytes());
    }
}
