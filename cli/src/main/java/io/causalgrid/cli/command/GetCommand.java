package io.causalgrid.cli.command;

import io.causalgrid.cli.kv.JsonForms;
import io.causalgrid.cli.kv.KvException;
import io.causalgrid.kv.client.CausalSession;
import io.causalgrid.kv.client.value.Entry;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** Prints a key's value. */
@Command(
        name = "get",
        description = {
            "Prints a key's value, its bytes as they are; of several versions the winner's, and says on standard error how"
                    + " many there are.",
            "As JSON {\"key\",\"etag\",\"versions\",\"contentType\",\"value\" or \"valueBase64\",\"expiresAt\"?}."
        })
public final class GetCommand extends StoreCommand {

    @Parameters(paramLabel = "KEY", converter = KeyName.class, description = "The key.")
    private String key = "";

    @Override
    int run(CausalSession session) {
        Entry entry = session.get(key).orElseThrow(() -> KvException.absent("value under", key));
        switch (format()) {
            case JSON -> terminal().printJson(JsonForms.entry(entry));
            case TEXT -> {
                terminal().printBytes(entry.value().bytes());
                if (entry.versions() > 1) {
                    terminal().note("There are " + entry.versions() + " versions; ./causalgrid kv versions shows them");
                }
            }
        }
        return ExitCode.OK;
    }
}
