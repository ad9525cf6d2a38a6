package io.causalgrid.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.causalgrid.cli.demo.JsonHttp.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Plays steps one after the other until one fails. */
final class Play {

    static final Duration REPLICATION_PATIENCE = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 20;

    private final JsonHttp http;
    private final DemoListener listener;
    private final Duration patience;
    private final List<Step> steps = new ArrayList<>();
    private boolean passed = true;

    Play(JsonHttp http, DemoListener listener, Duration patience) {
        this.http = http;
        this.listener = listener;
        this.patience = patience;
    }

    /**
     * What a step asks for.
     *
     * @param view the part of the answer that is judged
     */
    record Expectation(JsonNode document, UnaryOperator<JsonNode> view) {

        static Expectation exactly(JsonNode document) {
            return new Expectation(document, UnaryOperator.identity());
        }
    }

    /** Asks once. */
    void now(String title, Call call, Expectation expectation) {
        if (passed) {
            JsonNode actual = expectation.view().apply(http.answer(call));
            add(title, call, expectation, actual, null);
        }
    }

    /** Asks again and again until the answer is as expected, for as long as replication may take at the most. */
    void eventually(String title, Call call, Expectation expectation) {
        if (!passed) {
            return;
        }
        long began = System.nanoTime();
        JsonNode actual = expectation.view().apply(http.answer(call));
        while (!actual.equals(expectation.document()) && millisSince(began) < patience.toMillis()) {
            pause();
            actual = expectation.view().apply(http.answer(call));
        }
        add(title, call, expectation, actual, millisSince(began));
    }

    List<Step> steps() {
        return steps;
    }

    boolean passed() {
        return passed;
    }

    static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("Interrupted", e);
        }
    }

    static long millisSince(long began) {
        return (System.nanoTime() - began) / 1_000_000;
    }

    private void add(String title, Call call, Expectation expectation, JsonNode actual, @Nullable Long waitedMillis) {
        passed = actual.equals(expectation.document());
        Step step = new Step(title, call.text(), expectation.document(), actual, passed, waitedMillis);
        steps.add(step);
        listener.done(step);
    }
}
