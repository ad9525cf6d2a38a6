package io.causalgrid.cli.command;

import io.causalgrid.cli.kv.KvException;
import io.causalgrid.cli.kv.Mutations;
import io.causalgrid.kv.client.CausalSession;
import io.causalgrid.kv.client.value.Batch;
import io.causalgrid.kv.client.value.WriteOptions;
import java.io.IOException;
import java.io.InputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes several changes at once. */
@Command(
        name = "batch",
        description = {
            "Makes up to 1000 changes together, everywhere all of them or none: {\"mutations\":[...]}, or one mutation a line.",
            "A mutation is {\"key\",\"value\"} or {\"key\",\"delete\":true}, and more: see the reference.",
            "Prints the version of all of them. As JSON {\"version\",\"replicas\"?,\"enoughReplicas\"}."
        })
public final class BatchCommand extends StoreCommand {

    private static final int MUTATIONS_MAX = 1000;

    @Parameters(paramLabel = "FILE", description = "The file with the mutations; - for standard input.")
    private String file = "";

    @Mixin
    private final WriteTerms terms = new WriteTerms();

    @Override
    int run(CausalSession session) throws IOException {
        Batch batch;
        try (InputStream in = Inputs.open(file, terminal())) {
            batch = Mutations.read(in);
        }
        int count = batch.mutations().size();
        if (count > MUTATIONS_MAX) {
            throw new KvException("A batch has at most " + MUTATIONS_MAX + " mutations, not " + count
                    + "; ./causalgrid kv import writes as many keys as you like, not all at once");
        }
        return Receipts.print(null, session.write(batch, terms.applyTo(WriteOptions.none())), terminal(), format());
    }
}
