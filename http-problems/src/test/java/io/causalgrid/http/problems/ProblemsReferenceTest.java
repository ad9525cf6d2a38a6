package io.causalgrid.http.problems;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference names all problems that the services' code names, and no others. */
class ProblemsReferenceTest {
    private static final Path ROOT = Path.of("..");
    private static final List<String> MODULES = List.of("http-problems", "kv-service", "grid-service", "dashboard");
    private static final String NAME = "\"([a-z]+(?:-[a-z]+)*)\"";
    private static final Pattern IN_REFERENCE = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|");

    /** A problem is made by a method that takes its name first, or behind a context or a status. */
    private static final Pattern MADE = Pattern.compile(
            "\\b(?:problem|unavailable|insufficientStorage|type|answer)\\(\\s*(?:context,\\s*)?(?:[\\w.]+,\\s*)?"
                    + NAME);

    @Test
    void everyProblemOfTheCodeIsInTheReference() throws IOException {
        Set<String> made = found(MADE, sources());

        assertThat(made).isNotEmpty();
        assertThat(documented()).containsAll(made);
    }

    @Test
    void everyProblemOfTheReferenceIsInTheCode() throws IOException {
        assertThat(found(Pattern.compile(NAME), sources())).containsAll(documented());
    }

    private static Set<String> documented() throws IOException {
        return found(IN_REFERENCE, Files.readString(ROOT.resolve("docs/reference/problems.md")));
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String sources() throws IOException {
        var all = new StringBuilder();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(file -> all.append(read(file)));
            }
        }
        return all.toString();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
