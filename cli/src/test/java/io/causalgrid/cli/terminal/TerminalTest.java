package io.causalgrid.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TerminalTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void aTerminal() {
        System.setProperty("causalgrid.terminal.stdout", "true");
    }

    @AfterEach
    void noTerminal() {
        System.clearProperty("causalgrid.terminal.stdout");
    }

    @Test
    void coloursAreForTerminalsOnly() {
        assertThat(Terminal.ofProcess(Map.of("TERM", "xterm")).hasColour()).isTrue();
        System.setProperty("causalgrid.terminal.stdout", "false");
        assertThat(Terminal.ofProcess(Map.of("TERM", "xterm")).hasColour()).isFalse();
    }

    @Test
    void noColorIsHonouredWhateverItsValueUnlessEmpty() {
        assertThat(Terminal.ofProcess(Map.of("NO_COLOR", "0")).hasColour()).isFalse();
        assertThat(Terminal.ofProcess(Map.of("NO_COLOR", "")).hasColour()).isTrue();
    }

    @Test
    void elsewhereThanOnATerminalProgressIsALineEveryTenSeconds() {
        Terminal terminal = withoutLiveLine();

        for (int second = 0; second <= 25; second++) {
            terminal.progress("waiting", Duration.ofSeconds(second));
        }

        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("waiting  10 s\nwaiting  20 s\n");
    }

    private Terminal withoutLiveLine() {
        Terminal.Stream stream = new Terminal.Stream(new PrintStream(err, true, StandardCharsets.UTF_8), false, false);
        return new Terminal(stream, stream);
    }
}
