package io.causalgrid.cli.command;

import io.causalgrid.cli.terminal.Format;
import io.causalgrid.cli.terminal.Terminal;
import io.causalgrid.kv.client.CausalSession;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** What commands have in common that do something in one session with the store. */
abstract class StoreCommand implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // by picocli
    private KvCommand kv;

    @Mixin
    private final SessionOptions session = new SessionOptions();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    /** Does it, and gives the exit code. */
    abstract int run(CausalSession session) throws IOException;

    @Override
    public Integer call() {
        return kv.inSession(session, this::run);
    }

    Terminal terminal() {
        return kv.terminal();
    }

    Format format() {
        return common.format();
    }
}
