package io.causalgrid.cli.command;

import io.causalgrid.cli.admin.BackupReport;
import io.causalgrid.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Makes a backup of one replica. */
@Command(
        name = "backup",
        description = {
            "Makes a backup of one replica while it serves on: a copy of all its data in a new directory on its machine,"
                    + " below causalgrid.kv.backup-dir.",
            "As JSON {\"path\",\"vector\",\"keys\",\"digest\"}."
        })
public final class BackupCommand implements Callable<Integer> {

    private final Workspace workspace;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // by picocli
    private KvCommand kv;

    @Option(names = "--name", paramLabel = "NAME", description = "The directory's name (default: the time, in UTC).")
    private @Nullable String name;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    BackupCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() {
        BackupReport backup = kv.replica("to make the backup").backUp(name);
        Terminal terminal = workspace.terminal();
        switch (common.format()) {
            case JSON -> terminal.printJson(backup);
            case TEXT -> {
                long writes = backup.vector().values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
                terminal.print(backup.path());
                terminal.print("  %d keys, %d writes, digest %s".formatted(backup.keys(), writes, backup.digest()));
            }
        }
        return ExitCode.OK;
    }
}
