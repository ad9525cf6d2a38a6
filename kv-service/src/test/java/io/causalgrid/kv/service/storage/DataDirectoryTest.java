package io.causalgrid.kv.service.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.kv.core.clock.SiteId;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path root;

    @Test
    void anEmptyDirectoryGetsAnIdentityThatStays() {
        try (DataDirectory data = open("east", "node0")) {
            assertThat(data.firstIdentity()).isEqualTo(new SiteId("node0", "0badcafe"));
            assertThat(List.of(data.log(), data.state(), data.incoming(), data.outgoing()))
                    .allMatch(Files::isDirectory);
        }
        try (DataDirectory data = DataDirectory.open(root, "east", "node0", () -> "11111111")) {
            assertThat(data.firstIdentity().incarnation()).isEqualTo("0badcafe");
        }
    }

    @Test
    void theDataOfAnotherSiteOrClusterIsRefused() {
        open("east", "node0").close();

        assertThatThrownBy(() -> open("east", "node1"))
                .isInstanceOf(DataDirectoryException.class)
                .hasMessageContaining(root.toString())
                .hasMessageContaining("the data of site node0 in cluster east")
                .hasMessageContaining("this is site node1");
        assertThatThrownBy(() -> open("west", "node0")).hasMessageContaining("this is site node0 in cluster west");
        open("east", "node0").close();
    }

    @Test
    void whatANewerVersionWroteIsRefused() throws IOException {
        open("east", "node0").close();
        Path identity = root.resolve("identity");
        Files.writeString(identity, Files.readString(identity).replace("format=1", "format=2"));

        assertThatThrownBy(() -> open("east", "node0"))
                .isInstanceOf(DataDirectoryException.class)
                .hasMessageContaining("newer version");
    }

    @Test
    void anIdentityThatIsDamagedOrMissingIsRefused() throws IOException {
        open("east", "node0").close();
        Files.writeString(root.resolve("identity"), "format=1\n");
        assertThatThrownBy(() -> open("east", "node0"))
                .isInstanceOf(DataDirectoryException.class)
                .hasMessageContaining("it has no site");

        Files.delete(root.resolve("identity"));
        Files.createFile(root.resolve("log/1"));
        assertThatThrownBy(() -> open("east", "node0"))
                .isInstanceOf(DataDirectoryException.class)
                .hasMessageContaining("holds data, but no file 'identity'");
    }

    @Test
    void oneProcessCannotUseItTwice() {
        try (DataDirectory _ = open("east", "node0")) {
            assertThatThrownBy(() -> open("east", "node0"))
                    .isInstanceOf(DataDirectoryException.class)
                    .hasMessageContaining(root.toString())
                    .hasMessageContaining("in use by this very process");
        }
        open("east", "node0").close();
    }

    @Test
    void anotherProcessCannotUseIt() throws IOException, InterruptedException {
        Process holder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Holder.class.getName(),
                        root.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = holder.inputReader()) {
            assertThat(output.readLine()).isEqualTo("held");

            assertThatThrownBy(() -> open("east", "node0"))
                    .isInstanceOf(DataDirectoryException.class)
                    .hasMessageContaining(root.toString())
                    .hasMessageContaining("in use by process " + holder.pid() + ".");
        } finally {
            holder.destroyForcibly().waitFor();
        }
        open("east", "node0").close();
    }

    @Test
    void itKnowsWhetherTheLastProcessMayHaveLostRecords() {
        try (DataDirectory data = open("east", "node0")) {
            assertThat(data.wasUnclean()).isFalse();
            data.markUnclean();
        }
        try (DataDirectory data = open("east", "node0")) {
            assertThat(data.wasUnclean()).isTrue();
            data.markUnclean();
            data.markClean();
        }
        try (DataDirectory data = open("east", "node0")) {
            assertThat(data.wasUnclean()).isFalse();
        }
    }

    @Test
    void aCheckpointThatACrashEndedIsGone() throws IOException {
        try (DataDirectory data = open("east", "node0")) {
            Files.createDirectories(data.outgoing().resolve("whole"));
            Files.createDirectories(data.outgoing().resolve("torn.tmp/deep"));
        }
        try (DataDirectory data = open("east", "node0")) {
            assertThat(States.names(data.outgoing())).containsExactly("whole");
        }
    }

    private DataDirectory open(String cluster, String site) {
        return DataDirectory.open(root, cluster, site, () -> "0badcafe");
    }

    /** A process that uses a directory until it is killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            try (DataDirectory _ = DataDirectory.open(Path.of(arguments[0]), "east", "node0", () -> "0badcafe")) {
                System.out.println("held");
                int end = System.in.read();
                System.out.println("end of input " + end);
            }
        }
    }
}
