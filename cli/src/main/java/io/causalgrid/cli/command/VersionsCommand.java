package io.causalgrid.cli.command;

import io.causalgrid.cli.kv.JsonForms;
import io.causalgrid.cli.kv.KvException;
import io.causalgrid.cli.kv.Shown;
import io.causalgrid.cli.terminal.Colour;
import io.causalgrid.kv.client.CausalSession;
import io.causalgrid.kv.client.value.Key;
import io.causalgrid.kv.client.value.Version;
import io.causalgrid.kv.client.value.Versions;
import java.time.Instant;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** Shows all versions of a key. */
@Command(
        name = "versions",
        description = {
            "Shows all versions of a key, the winner first; more than one were written concurrently. The etag names all of"
                    + " them: put --if-match ETAG merges them.",
            "As JSON {\"key\",\"etag\",\"versions\":[{\"version\",\"contentType\",\"value\" or"
                    + " \"valueBase64\",\"timestamp\",\"expiresAt\"?}]}."
        })
public final class VersionsCommand extends StoreCommand {

    @Parameters(paramLabel = "KEY", converter = KeyName.class, description = "The key.")
    private String key = "";

    @Override
    int run(CausalSession session) {
        Versions versions = session.versions(Key.of(key)).orElseThrow(() -> KvException.absent("value under", key));
        switch (format()) {
            case JSON -> terminal().printJson(JsonForms.versions(versions));
            case TEXT -> {
                terminal().print("etag " + versions.etag());
                terminal()
                        .print(terminal().coloured(Colour.BOLD, row("VERSION", "WRITTEN", "EXPIRES", "TYPE", "VALUE")));
                versions.versions().forEach(version -> terminal().print(row(version)));
            }
        }
        return ExitCode.OK;
    }

    private static String row(Version version) {
        return row(
                version.version(),
                version.timestamp().toString(),
                version.expiresAt().map(Instant::toString).orElse("-"),
                Shown.oneLine(version.value().contentType()),
                Shown.beginning(version.value()));
    }

    private static String row(String version, String written, String expires, String type, String value) {
        return String.format(Locale.ROOT, "%-28s  %-24s  %-24s  %-28s  %s", version, written, expires, type, value);
    }
}
