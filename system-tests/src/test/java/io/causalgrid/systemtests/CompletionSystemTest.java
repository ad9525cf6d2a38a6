package io.causalgrid.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.cli.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What zsh makes of our script: the tab key in a real one, at a terminal. Without zsh it fails, and says what to install. */
@Timeout(60)
class CompletionSystemTest {
    /** What a user's start-up file has, and a key that prints the line as it is, and empties it. */
    private static final String START_UP = """
            PROMPT=
            unsetopt beep
            autoload -U compinit && compinit -u -D
            source "$ZDOTDIR/completion"
            show-line() { print -r -- "<<$BUFFER>>"; BUFFER=; zle .accept-line }
            zle -N show-line
            bindkey '^X' show-line
            print it is ready
            """;

    /** Types each of its arguments, then tab, then that key. */
    private static final String PRESS_TAB = """
            zmodload zsh/zpty
            zpty terminal 'TERM=dumb zsh -i'
            zpty -r -m terminal shown '*it is ready*'
            for typed; do
              zpty -w -n terminal "$typed"$'\\t\\x18'
              zpty -r -m terminal shown '*<<*>>*'
              print -r -- "${${shown##*<<}%%>>*}"
            done
            zpty -d terminal
            """;

    @TempDir
    Path directory;

    @BeforeEach
    void setUp() throws IOException {
        String script = outputOf(new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "completion",
                "zsh"));
        Files.writeString(directory.resolve("completion"), script);
        Files.writeString(directory.resolve(".zshrc"), START_UP);
    }

    @Test
    void tabCompletesCommandsAndOptions() {
        assertThat(completed("causalgrid simu", "./causalgrid kv back", "causalgrid kv put --if-m"))
                .containsExactly("causalgrid simulate ", "./causalgrid kv backup ", "causalgrid kv put --if-match ");
    }

    @Test
    void tabCompletesWhatSeveralHaveInCommonAndLeavesAloneWhatNoneHas() {
        assertThat(completed("causalgrid kv b", "causalgrid kv put --if", "causalgrid nothing-like-it"))
                .containsExactly("causalgrid kv ba", "causalgrid kv put --if-", "causalgrid nothing-like-it");
    }

    private List<String> completed(String... typed) {
        var command = new ArrayList<>(List.of("zsh", "-f", "-c", PRESS_TAB, "zsh"));
        command.addAll(List.of(typed));
        var zsh = new ProcessBuilder(command);
        zsh.environment().put("ZDOTDIR", directory.toString());
        return outputOf(zsh).lines().toList();
    }

    private static String outputOf(ProcessBuilder builder) {
        try {
            Process process =
                    builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            if (builder.command().getFirst().equals("zsh")) {
                throw new AssertionError("zsh cannot be started: apt-get install zsh on Debian and Ubuntu", e);
            }
            throw new UncheckedIOException(e);
        }
    }
}
