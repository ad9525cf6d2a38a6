package io.causalgrid.kv.service.api;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.replica.WriteOutcome;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;

/** What the outcomes of writes are over HTTP. */
@Singleton
class Writes {
    /** The transaction; a 412 problem if a condition failed, a 409 problem if there are too many siblings. */
    Transaction transaction(WriteOutcome outcome) {
        return switch (outcome) {
            case WriteOutcome.Written written -> written.transaction();
            case WriteOutcome.ConditionFailed failed ->
                throw Problems.problem(
                                Response.Status.PRECONDITION_FAILED,
                                "condition-failed",
                                "The condition on '" + failed.condition().key() + "' does not hold at this replica.")
                        .build();
            case WriteOutcome.TooManySiblings siblings ->
                throw Problems.problem(
                                Response.Status.CONFLICT,
                                "too-many-siblings",
                                "'" + siblings.key() + "' already has " + siblings.limit()
                                        + " concurrent versions. Write it without a condition to replace them.")
                        .with("limit", siblings.limit())
                        .build();
        };
    }
}
