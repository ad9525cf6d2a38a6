package io.causalgrid.cli.command;

import io.causalgrid.cli.kv.KvException;
import io.causalgrid.kv.client.CausalSession;
import io.causalgrid.kv.client.value.Key;
import io.causalgrid.kv.client.value.Receipt;
import io.causalgrid.kv.client.value.WriteOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a key's value away. */
@Command(
        name = "delete",
        description = {
            "Takes a key's value away; exits with 3 if it has none.",
            "As JSON {\"key\",\"version\"?,\"replicas\"?,\"enoughReplicas\"}."
        })
public final class DeleteCommand extends StoreCommand {

    @Parameters(paramLabel = "KEY", converter = KeyName.class, description = "The key.")
    private String key = "";

    @Option(
            names = "--if-match",
            paramLabel = "ETAG",
            description = "Only if all versions that the etag names are there, and delete just those; * for any.")
    private @Nullable String ifMatch;

    @Mixin
    private final WriteTerms terms = new WriteTerms();

    @Override
    int run(CausalSession session) {
        WriteOptions options = WriteOptions.none();
        if (ifMatch != null) {
            options = Etags.condition(options, ifMatch);
        }
        Receipt receipt = session.delete(Key.of(key), terms.applyTo(options))
                .orElseThrow(() -> KvException.absent("value under", key));
        return Receipts.print(key, receipt, terminal(), format());
    }
}
