package io.causalgrid.kv.service.api;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.state.StatePoint;
import io.causalgrid.kv.service.config.KvConfig;
import io.causalgrid.kv.service.storage.DataDirectoryException;
import io.causalgrid.kv.service.storage.SiteStorage;
import io.causalgrid.kv.service.telemetry.ClusterDocument;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Backups of this site. */
@Path("/v1/cluster/backup")
@Tag(name = "Cluster")
public class BackupResource {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final SiteStorage storage;
    private final KvConfig config;
    private final InstantSource clock;

    BackupResource(SiteStorage storage, KvConfig config, InstantSource clock) {
        this.storage = storage;
        this.config = config;
        this.clock = clock;
    }

    /** How to name the backup. */
    @Schema(name = "NewBackup", examples = "{\"name\":\"before-the-upgrade\"}")
    record NewBackup(
            @Schema(description = "a directory name; the time if none is given")
            @Pattern(regexp = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
            @Nullable
            String name) {}

    /** A backup. */
    @Schema(name = "Backup")
    record BackupDocument(
            @Schema(description = "the directory, on the machine of this replica")
            String path,

            @Schema(description = "the writes in it, incarnation by incarnation")
            Map<String, Long> vector,

            long keys,
            String digest) {}

    /** Makes one. */
    @POST
    @RunOnVirtualThread
    @Operation(
            summary = "Make a backup of this replica while writes go on",
            description =
                    "A consistent copy of all data in a new directory below causalgrid.kv.backup-dir. Started from"
                            + " it, the replica comes back under a new incarnation and fetches what it lacks.")
    @APIResponse(responseCode = "200", description = "It is complete and durable")
    @APIResponse(responseCode = "409", description = "There is one of that name")
    public BackupDocument backUp(@Valid @Nullable NewBackup asked) {
        String name = asked == null || asked.name() == null ? NAME.format(clock.instant()) : asked.name();
        var target = config.backupDir().toAbsolutePath().normalize().resolve(name);
        try {
            StatePoint point = storage.backUp(target);
            return new BackupDocument(
                    target.toString(),
                    ClusterDocument.entries(point.applied()),
                    point.keys(),
                    point.digest().toString());
        } catch (DataDirectoryException e) {
            throw Problems.problem(Response.Status.CONFLICT, "backup-failed", e.getMessage() + ".")
                    .build();
        }
    }
}
