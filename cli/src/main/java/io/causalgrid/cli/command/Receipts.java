package io.causalgrid.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causalgrid.cli.terminal.Format;
import io.causalgrid.cli.terminal.Terminal;
import io.causalgrid.kv.client.value.Receipt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/** Prints what the store says of a write. */
final class Receipts {

    /** The write stands, on fewer replicas than were asked for. */
    static final int TOO_FEW_REPLICAS = 4;

    private Receipts() {}

    /**
     * Prints it.
     *
     * @param key that was written; null for a batch
     * @return the exit code
     */
    static int print(@Nullable String key, Receipt receipt, Terminal terminal, Format format) {
        switch (format) {
            case TEXT -> receipt.version().ifPresent(terminal::print);
            case JSON -> terminal.printJson(document(key, receipt));
        }
        if (receipt.enoughReplicas()) {
            return ExitCode.OK;
        }
        terminal.note(
                "Written, but held by only " + receipt.replicas().orElse(1) + " replica(s) when the wait ran out");
        return TOO_FEW_REPLICAS;
    }

    private static ObjectNode document(@Nullable String key, Receipt receipt) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        if (key != null) {
            document.put("key", key);
        }
        receipt.version().ifPresent(version -> document.put("version", version));
        receipt.replicas().ifPresent(replicas -> document.put("replicas", replicas));
        return document.put("enoughReplicas", receipt.enoughReplicas());
    }
}
