package io.causalgrid.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One step of a demo, done.
 *
 * @param title what it shows
 * @param request method, address and body
 * @param expected what had to be answered
 * @param actual what was answered; a text node when there was no answer
 * @param passed whether both agree
 * @param waitedMillis how long it took until they did, for a step that waits for replication; otherwise null
 */
public record Step(
        String title,
        String request,
        JsonNode expected,
        JsonNode actual,
        boolean passed,
        @Nullable Long waitedMillis) {}
