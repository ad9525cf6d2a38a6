package io.causalgrid.cli.command;

import io.causalgrid.cli.admin.ClusterReport;
import io.causalgrid.cli.admin.ReplicaAdmin;
import io.causalgrid.cli.terminal.Format;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows and changes who belongs to the cluster. */
@Command(
        name = "members",
        description = {
            "Shows who belongs to the cluster, as one replica sees it: what that replica is doing, its links to the others,"
                    + " and how many writes each of them lacked when it was last heard.",
            "As JSON an array of {\"name\",\"url\",\"self\",\"incarnation\",\"state\",\"behind\",\"heardMillisAgo\"}; what"
                    + " is not known is null."
        })
public final class MembersCommand implements Callable<Integer> {

    private final Workspace workspace;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // by picocli
    private KvCommand kv;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    MembersCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() {
        return show(kv.replica("to show its members"), common.format());
    }

    @Command(
            name = "add",
            description = {
                "Lets a replica join, or gives a member a new address; then shows the members.",
                "Start the new replica before or after: it fetches everything by itself."
            })
    int add(
            @Parameters(paramLabel = "NAME", description = "Its name, such as node3.") String name,
            @Parameters(paramLabel = "URL", description = "Its address, such as http://127.0.0.1:5003.") String url,
            @Mixin CommonOptions options) {
        return change(replica -> replica.add(name, url), options.format());
    }

    @Command(
            name = "remove",
            description = {
                "Lets a member leave, also one that is lost for good; then shows the members.",
                "The others fetch what it still has, if they can reach it, and its log holds them back no longer."
            })
    int remove(
            @Parameters(paramLabel = "NAME", description = "The member, such as node3.") String name,
            @Mixin CommonOptions options) {
        return change(replica -> replica.remove(name), options.format());
    }

    private int change(Consumer<ReplicaAdmin> change, Format format) {
        ReplicaAdmin replica = kv.replica("to change its members");
        new MembershipChange(workspace.terminal()).make(() -> change.accept(replica));
        return show(replica, format);
    }

    private int show(ReplicaAdmin replica, Format format) {
        ClusterReport report = replica.cluster();
        MembersTable.print(report, workspace.terminal(), format);
        return ExitCode.OK;
    }
}
