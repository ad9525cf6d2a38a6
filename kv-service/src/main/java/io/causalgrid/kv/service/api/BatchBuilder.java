package io.causalgrid.kv.service.api;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.key.StoreKeys;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Replaces;
import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.core.replica.Condition;
import io.causalgrid.kv.core.replica.RequestId;
import io.causalgrid.kv.core.replica.WriteOutcome;
import io.causalgrid.kv.core.replica.WriteRequest;
import io.quarkiverse.resteasy.problem.HttpProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a write of a batch; problems name the index of the mutation that they are about. */
final class BatchBuilder {
    private final Texts texts;
    private final RegisterAccess registers;
    private final List<Mutation> mutations = new ArrayList<>();
    private final List<WriteRequest.Increment> increments = new ArrayList<>();
    private final List<Condition> conditions = new ArrayList<>();
    private final Map<String, Integer> indices = new HashMap<>();

    BatchBuilder(Texts texts, RegisterAccess registers) {
        this.texts = texts;
        this.registers = registers;
    }

    /** Adds the next one; a problem if it is not one. */
    void add(@Nullable MutationDocument document) {
        int index = indices.size();
        try {
            if (document == null) {
                throw Problems.invalidRequest("A mutation is an object.");
            }
            String register = register(document);
            if (indices.putIfAbsent(register, index) != null) {
                throw Problems.invalidRequest("A batch changes each key once.");
            }
            if (document.counter() != null) {
                increments.add(new WriteRequest.Increment(register, increment(document)));
            } else {
                Preconditions preconditions = preconditions(register, document);
                preconditions.condition().ifPresent(conditions::add);
                mutations.add(mutation(register, document, preconditions));
            }
        } catch (HttpProblem problem) {
            throw at(index, problem);
        }
    }

    WriteRequest build(Optional<RequestId> request) {
        return new WriteRequest(mutations, increments, conditions, request);
    }

    /** What a refusal of the whole batch is over HTTP. */
    HttpProblem problem(WriteOutcome.Refused refused) {
        HttpProblem problem = Writes.problem(refused);
        Optional<String> register =
                switch (refused) {
                    case WriteOutcome.ConditionFailed failed ->
                        Optional.of(failed.condition().key());
                    case WriteOutcome.TooManySiblings siblings -> Optional.of(siblings.key());
                    case WriteOutcome.SiblingsTooLarge siblings -> Optional.of(siblings.key());
                    case WriteOutcome.CounterOverflow overflow -> Optional.of(overflow.key());
                    case WriteOutcome.UnderWay _, WriteOutcome.IdReused _, WriteOutcome.NotRepeatable _ ->
                        Optional.empty();
                };
        return register.map(indices::get).map(index -> at(index, problem)).orElse(problem);
    }

    private String register(MutationDocument document) {
        if (named(document) != 1
                || (document.map() == null) != (document.field() == null)
                || (document.set() == null) != (document.element() == null)) {
            throw Problems.invalidRequest(
                    "A mutation names a key, a map and a field, a set and an element, or a counter.");
        }
        if (document.map() != null) {
            return StoreKeys.ofField(texts.name(document.map()), texts.name(document.field()));
        }
        if (document.set() != null) {
            return StoreKeys.ofElement(texts.name(document.set()), texts.name(document.element()));
        }
        return document.counter() == null
                ? texts.key(document.key())
                : StoreKeys.ofCounter(texts.name(document.counter()));
    }

    private static int named(MutationDocument document) {
        return (document.key() == null ? 0 : 1)
                + (document.map() == null ? 0 : 1)
                + (document.set() == null ? 0 : 1)
                + (document.counter() == null ? 0 : 1);
    }

    private static long increment(MutationDocument document) {
        Long add = document.add();
        if (add == null || hasValue(document) || document.isDeleted() != null || document.replaces() != null) {
            throw Problems.invalidRequest("A counter has add, and nothing else.");
        }
        return CounterResource.checked(add);
    }

    private static Preconditions preconditions(String register, MutationDocument document) {
        List<String> replaces = document.replaces();
        if (replaces == null) {
            return Preconditions.of(register, document.ifMatch(), document.ifNoneMatch());
        }
        if (document.ifMatch() != null || document.ifNoneMatch() != null) {
            throw Problems.invalidRequest("replaces excludes ifMatch and ifNoneMatch.");
        }
        Set<Dot> versions = new HashSet<>();
        for (String version : replaces) {
            versions.addAll(ETags.parse(version == null ? "" : version));
        }
        return new Preconditions(Optional.empty(), new Replaces.Only(versions));
    }

    private Mutation mutation(String register, MutationDocument document, Preconditions preconditions) {
        if (document.add() != null) {
            throw Problems.invalidRequest("Only a counter has add.");
        }
        boolean isDeleted = Boolean.TRUE.equals(document.isDeleted());
        if (isDeleted) {
            if (hasValue(document)) {
                throw Problems.invalidRequest("A mutation has a value or is a deletion, not both.");
            }
            return new Mutation.Delete(register, preconditions.replaces());
        }
        Long expiresIn = document.expiresIn();
        return new Mutation.Put(
                register,
                value(document),
                preconditions.replaces(),
                registers.expiry(expiresIn == null ? null : expiresIn.toString()));
    }

    private Value value(MutationDocument document) {
        if (document.set() != null) {
            if (hasValue(document)) {
                throw Problems.invalidRequest("An element of a set has no value.");
            }
            return SetResource.PRESENT;
        }
        @Nullable String text = document.value();
        @Nullable String base64 = document.valueBase64();
        if (text != null && base64 == null) {
            return texts.value(document.contentType(), text);
        }
        if (base64 != null && text == null) {
            return texts.valueOfBase64(document.contentType(), base64);
        }
        throw Problems.invalidRequest("A mutation has one of value, valueBase64 and delete.");
    }

    private static boolean hasValue(MutationDocument document) {
        return document.value() != null || document.valueBase64() != null || document.contentType() != null;
    }

    private static HttpProblem at(int index, HttpProblem problem) {
        return HttpProblem.builder(problem).with("index", index).build();
    }
}
