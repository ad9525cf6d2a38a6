package io.causalgrid.kv.service.api;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.membership.Member;
import io.causalgrid.kv.core.membership.Membership;
import io.causalgrid.kv.service.config.Cluster;
import io.causalgrid.kv.service.replication.MembershipChanges;
import io.causalgrid.kv.service.replication.MembershipChanges.Outcome;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who belongs to the cluster. */
@Path("/v1/cluster/members")
@Tag(name = "Cluster")
public class MembersResource {
    private final Cluster cluster;
    private final MembershipChanges changes;

    MembersResource(Cluster cluster, MembershipChanges changes) {
        this.cluster = cluster;
        this.changes = changes;
    }

    /** A member to join. */
    @Schema(name = "NewMember", examples = "{\"name\":\"node3\",\"url\":\"http://127.0.0.1:5003\"}")
    record NewMember(@NotNull String name, @NotNull String url) {}

    /** The members in their order, which is that of the arrays of the simple API. */
    @Schema(name = "Members")
    record Members(List<Named> members) {
        @Schema(name = "NamedMember")
        record Named(String name, String url) {}

        static Members of(Membership membership) {
            return new Members(membership.members().stream()
                    .map(member -> new Named(member.name(), member.url().toString()))
                    .toList());
        }
    }

    /** Shows them. */
    @GET
    @Operation(summary = "Show who belongs to the cluster, as far as this replica knows")
    public Members members() {
        return Members.of(cluster.membership());
    }

    /** Lets one join. */
    @POST
    @RunOnVirtualThread
    @Operation(
            summary = "Let a member join, or give one a new address",
            description =
                    "The new member is then started, and fetches everything by itself. A lost member is replaced by"
                            + " one of the same name with an empty disk; only a new address needs this request.")
    @APIResponse(responseCode = "200", description = "The members as they are now")
    @APIResponse(responseCode = "409", description = "Another change is under way, or there are 16 members already")
    public Members join(@Valid @NotNull NewMember joining) {
        return answer(changes.join(member(joining)).await().indefinitely());
    }

    /** Lets one leave. */
    @DELETE
    @Path("{name}")
    @RunOnVirtualThread
    @Operation(
            summary = "Let a member leave, also one that is lost",
            description = "The others fetch what it still has, if it can be reached. It then turns requests away.")
    @APIResponse(responseCode = "200", description = "The members as they are now")
    @APIResponse(responseCode = "404", description = "There is no such member")
    @APIResponse(responseCode = "409", description = "Another change is under way, or it is the last member")
    public Members leave(String name) {
        return answer(changes.leave(name).await().indefinitely());
    }

    private static Members answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Changed changed -> Members.of(changed.membership());
            case Outcome.UnderWay underWay ->
                throw Problems.problem(
                                Response.Status.CONFLICT,
                                "membership-change-under-way",
                                "Not all members have heard of the last change yet.")
                        .with("unaware", underWay.unaware())
                        .build();
            case Outcome.TooMany tooMany ->
                throw Problems.problem(
                                Response.Status.CONFLICT,
                                "too-many-members",
                                "A cluster has at most " + tooMany.limit() + " members.")
                        .with("limit", tooMany.limit())
                        .build();
            case Outcome.Unknown unknown ->
                throw Problems.problem(
                                Response.Status.NOT_FOUND,
                                "unknown-member",
                                "There is no member '" + unknown.name() + "'.")
                        .build();
            case Outcome.Last _ ->
                throw Problems.problem(
                                Response.Status.CONFLICT, "last-member", "The last member of a cluster cannot leave.")
                        .build();
        };
    }

    private static Member member(NewMember joining) {
        try {
            return new Member(joining.name(), URI.create(joining.url()));
        } catch (IllegalArgumentException e) {
            throw Problems.invalidRequest(e.getMessage() + ".");
        }
    }
}
