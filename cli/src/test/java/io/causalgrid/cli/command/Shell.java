package io.causalgrid.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.causalgrid.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Runs commands as if they were typed, with no terminal to see what they print. */
record Shell(Path root, Path state) {

    private static final JsonMapper JSON = new JsonMapper();

    /** What a command printed, and its exit code. */
    record Outcome(int exitCode, String out, String err) {

        JsonNode json() throws IOException {
            return JSON.readTree(out);
        }
    }

    Outcome run(String... arguments) {
        return runWith("", arguments);
    }

    /** @param input what the command finds on standard input */
    Outcome runWith(String input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(plain(out), plain(err), new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        int exitCode = CausalGridCommand.commandLine(new Workspace(root, state, terminal))
                .execute(arguments);
        return new Outcome(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static Terminal.Stream plain(ByteArrayOutputStream bytes) {
        return new Terminal.Stream(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, false);
    }
}
