package io.causalgrid.cli.command;

import io.causalgrid.cli.admin.ReplicaAdmin;
import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.cluster.ProcessStatus;
import io.causalgrid.cli.kv.KvException;
import io.causalgrid.cli.process.Role;
import io.causalgrid.cli.terminal.Terminal;
import io.causalgrid.kv.client.CausalGridClient;
import io.causalgrid.kv.client.CausalSession;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Groups the commands that ask the store; knows which replicas. */
@Command(
        name = "kv",
        description = "Reads and writes the store's keys and counters, and asks about its members and for backups.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            PutCommand.class,
            GetCommand.class,
            VersionsCommand.class,
            DeleteCommand.class,
            ListCommand.class,
            WatchCommand.class,
            BatchCommand.class,
            CounterCommand.class,
            ExportCommand.class,
            ImportCommand.class,
            StoreStatusCommand.class,
            MembersCommand.class,
            BackupCommand.class
        })
public final class KvCommand {

    private static final URI USUAL_SERVER = URI.create("http://127.0.0.1:5000");

    private final Workspace workspace;

    @Option(
            names = "--server",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            converter = ServerAddress.class,
            split = ",",
            description =
                    "The replica to ask; of several, separated by commas, the first that answers (default: those of the"
                            + " local cluster that are ready, or else http://127.0.0.1:5000).")
    private List<URI> servers = List.of();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    KvCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    /** The one replica to ask. While it is silent, the person at the keyboard is told what for. */
    ReplicaAdmin replica(String purpose) {
        URI chosen = endpoints().getFirst();
        Terminal terminal = workspace.terminal();
        return new ReplicaAdmin(chosen, waited -> terminal.progress("  waiting for " + chosen + " " + purpose, waited));
    }

    /** What a command does in a session. */
    interface Work<T> {
        T in(CausalSession session) throws IOException;
    }

    /** Does it, and keeps what the session has seen by then, also when it fails. */
    <T> T inSession(SessionOptions options, Work<T> work) {
        try (CausalGridClient client = client(options)) {
            CausalSession session = options.session(client);
            try {
                return work.in(session);
            } finally {
                options.keep(session);
            }
        } catch (IOException e) {
            throw KvException.of(e);
        }
    }

    /** A client of the replicas to ask; the caller closes it. */
    CausalGridClient client(SessionOptions options) {
        return options.client(endpoints());
    }

    Terminal terminal() {
        return workspace.terminal();
    }

    boolean isHelp() {
        return help;
    }

    private List<URI> endpoints() {
        return servers.isEmpty() ? readyReplicas() : servers;
    }

    private List<URI> readyReplicas() {
        List<URI> ready = workspace.cluster().map(LocalCluster::status).stream()
                .flatMap(List::stream)
                .filter(process -> process.role() == Role.REPLICA && process.state() == ProcessStatus.State.READY)
                .map(ProcessStatus::url)
                .toList();
        return ready.isEmpty() ? List.of(USUAL_SERVER) : ready;
    }
}
