package io.causalgrid.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProcessIdentityTest {

    private Process process;

    @BeforeEach
    void aProcess() throws IOException {
        process = new ProcessBuilder("sleep", "60").start();
    }

    @AfterEach
    void endIt() {
        process.destroyForcibly();
    }

    @Test
    void aProcessIsRecognisedForAsLongAsItRuns() {
        ProcessIdentity identity = ProcessIdentity.of(process.pid()).orElseThrow();
        assertThat(identity.isAlive()).isTrue();

        identity.kill();

        await().until(() -> !identity.isAlive());
    }

    @Test
    void aLaterProcessWithTheSamePidIsNeverSignalled() {
        ProcessIdentity earlier = new ProcessIdentity(process.pid(), "born in another life");

        earlier.kill();
        earlier.terminate();

        assertThat(earlier.isAlive()).isFalse();
        assertThat(process.isAlive()).isTrue();
        assertThat(ProcessIdentity.of(process.pid())).isPresent();
    }

    @Test
    void aZombieDoesNotCountAsRunning() throws IOException {
        // The shell becomes a sleep, which never asks how its child ended.
        Process parent = new ProcessBuilder("sh", "-c", "sleep 0.2 & exec sleep 60").start();
        try {
            List<ProcessHandle> children = await().until(() -> parent.children().toList(), found -> !found.isEmpty());
            long child = children.getFirst().pid();

            await().until(() -> ProcessIdentity.of(child).isEmpty());

            assertThat(ProcessHandle.of(child)).as("still in the process table").isPresent();
        } finally {
            parent.destroyForcibly();
        }
    }
}
