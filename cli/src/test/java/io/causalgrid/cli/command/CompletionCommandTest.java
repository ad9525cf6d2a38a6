package io.causalgrid.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.cli.command.Shell.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user's shell makes of the script: the tab key in a real bash. */
class CompletionCommandTest {
    /** Does what bash does when the tab key is pressed behind those words. */
    private static final String PRESS_TAB = """
            source "$1"; shift
            COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 )); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
            _complete_causalgrid
            printf '%s\\n' "${COMPREPLY[@]}"
            """;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void bothShellsAreToldWhichCommandIsMeant(String kind) {
        assertThat(script(kind)).contains("complete -F _complete_causalgrid -o default causalgrid");
    }

    @Test
    void bashOffersCommandsAndOptions() throws Exception {
        assertThat(offered("")).contains("up", "down", "kv", "simulate");
        assertThat(offered("kv", "ba")).containsExactlyInAnyOrder("batch", "backup");
        assertThat(offered("kv", "put", "--if")).containsExactlyInAnyOrder("--if-match", "--if-absent");
        assertThat(offered("simulate", "--po")).containsExactly("--policy");
    }

    private List<String> offered(String... words) throws IOException, InterruptedException {
        Path script = Files.writeString(directory.resolve("completion"), script("bash"));
        var command = new ProcessBuilder("bash", "-c", PRESS_TAB, "bash", script.toString(), "./causalgrid");
        command.command().addAll(List.of(words));
        Process bash = command.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).isZero();
        return answer.lines().toList();
    }

    private String script(String kind) {
        Outcome outcome = new Shell(directory, directory.resolve(".causalgrid")).run("completion", kind);
        assertThat(outcome.exitCode()).isZero();
        return outcome.out();
    }
}
