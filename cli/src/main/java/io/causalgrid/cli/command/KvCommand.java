package io.causalgrid.cli.command;

import io.causalgrid.cli.admin.ReplicaAdmin;
import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.cluster.ProcessStatus;
import io.causalgrid.cli.process.Role;
import io.causalgrid.cli.terminal.Terminal;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Groups the commands that ask a replica of the store; knows which one. */
@Command(
        name = "kv",
        description = "Asks a replica of the store: who its members are, who joins and leaves, and for backups.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {MembersCommand.class, BackupCommand.class})
public final class KvCommand {

    private static final URI USUAL_SERVER = URI.create("http://127.0.0.1:5000");

    private final Workspace workspace;

    @Option(
            names = "--server",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            converter = ServerAddress.class,
            description = "The replica to ask (default: the first of the local cluster that is ready, or else"
                    + " http://127.0.0.1:5000).")
    private @Nullable URI server;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    KvCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    /** The replica to ask. While it is silent, the person at the keyboard is told what for. */
    ReplicaAdmin replica(String purpose) {
        URI chosen = server == null ? readyReplica() : server;
        Terminal terminal = workspace.terminal();
        return new ReplicaAdmin(chosen, waited -> terminal.progress("  waiting for " + chosen + " " + purpose, waited));
    }

    boolean isHelp() {
        return help;
    }

    private URI readyReplica() {
        return workspace.cluster().map(LocalCluster::status).stream()
                .flatMap(processes -> processes.stream())
                .filter(process -> process.role() == Role.REPLICA && process.state() == ProcessStatus.State.READY)
                .findFirst()
                .map(ProcessStatus::url)
                .orElse(USUAL_SERVER);
    }
}
