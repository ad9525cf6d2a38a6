package io.causalgrid.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.cli.process.ProcessSpec;
import io.causalgrid.cli.standin.StandInRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("processes") // starts stand-in processes: not for test --quick
class StartTrainingTest {
    @TempDir
    private Path directory;

    private Path root = Path.of("");
    private Path state = Path.of("");
    private final List<String> heard = new ArrayList<>();

    private final ClusterListener listener = new ClusterListener() {
        @Override
        public void training() {
            heard.add("training");
        }

        @Override
        public void notTrained(String why) {
            heard.add(why);
        }
    };

    @BeforeEach
    void aRepository() throws IOException {
        root = StandInRepository.in(Files.createDirectory(directory.resolve("repository")));
        state = directory.resolve("state");
    }

    @Test
    void aBuildIsTrainedOnceAndItsProcessesStartFromThat() throws IOException {
        Path copy = Applications.copy(root, state, listener);

        assertThat(Services.MODULES).allSatisfy(module -> assertThat(StartTraining.cacheOf(copy, module))
                .isNotEmptyFile());
        assertThat(specs(copy)).hasSize(8).allSatisfy(spec -> assertThat(spec.command())
                .anyMatch(option -> option.startsWith("-XX:AOTCache=" + copy)));
        try (Stream<Path> left = Files.list(copy)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Services.MODULES);
        }

        assertThat(Applications.copy(root, state, listener)).isEqualTo(copy);
        assertThat(heard).containsExactly("training");
    }

    /** A JVM that is told to insist on its cache ends if it cannot use it. */
    @Test
    void theCacheIsOfUseToTheProcesses() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                specs(Applications.copy(root, state, listener)).getFirst().command());
        command.addAll(1, List.of("-XX:AOTMode=on", "-Dstandin.mode=dies"));

        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("I cannot go on like this");
        process.waitFor();
    }

    @Test
    void aServiceThatDoesNotStartIsToldAndNothingElseFails() throws IOException {
        Files.writeString(root.resolve("kv-service/target/quarkus-app/quarkus-run.jar"), "not a jar");

        Path copy = Applications.copy(root, state, listener);

        assertThat(heard).hasSize(2).last().asString().contains("node0 has ended before it was ready");
        assertThat(specs(copy))
                .allSatisfy(spec -> assertThat(spec.command()).noneMatch(option -> option.contains("AOTCache")));
    }

    private List<ProcessSpec> specs(Path applications) {
        ClusterConfig config = ClusterConfig.in(root).build().withApplications(applications);
        return new Services(config, state).specs();
    }
}
