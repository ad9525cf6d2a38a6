package io.causalgrid.http.problems;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference names all problems that the services' code names, with their statuses, and no others. */
class ProblemsReferenceTest {
    private static final Path ROOT = Path.of("..");
    private static final List<String> MODULES = List.of("http-problems", "kv-service", "grid-service", "dashboard");

    /** A row's name, and the status with which its second cell begins. */
    private static final Pattern IN_REFERENCE = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (\\d{3})");

    /** A literal or a constant. */
    private static final String NAME = "(\"[a-z-]+\"|(?:\\w+\\.)?[A-Z_]{2,})";

    private static final String STATUS = "(\\d{3}|[\\w.]*[A-Z_]{2,})";

    /** How a problem is made: with a status and a name, behind whom it is for. */
    private static final Pattern MADE =
            Pattern.compile("\\b(?:problem|answer)\\(\\s*(?:\\w+,\\s*)?" + STATUS + ",\\s*" + NAME + ",");

    /** Or by a method whose own name says the status. */
    private static final Map<String, Pattern> MADE_WITH =
            Map.of("503", madeBy("unavailable"), "507", madeBy("insufficientStorage"));

    private static final Pattern CONSTANT =
            Pattern.compile("static final (?:String|int) ([A-Z_]+) = (\"[a-z-]+\"|\\d{3});");

    /** A problem as the reference has it, or the code. */
    private record Problem(String name, String status) {}

    @Test
    void theReferenceHasTheProblemsOfTheCode() throws IOException {
        String sources = sources();
        Map<String, String> constants = constants(sources);
        var made = new HashSet<Problem>();
        found(MADE, sources)
                .forEach(match ->
                        made.add(new Problem(value(match.group(2), constants), value(match.group(1), constants))));
        MADE_WITH.forEach((status, pattern) -> found(pattern, sources)
                .forEach(match -> made.add(new Problem(value(match.group(1), constants), status))));

        assertThat(documented()).containsExactlyInAnyOrderElementsOf(made);
    }

    private static Set<Problem> documented() throws IOException {
        return found(IN_REFERENCE, Files.readString(ROOT.resolve("docs/reference/problems.md")))
                .map(row -> new Problem(row.group(1), row.group(2)))
                .collect(Collectors.toSet());
    }

    private static Pattern madeBy(String method) {
        return Pattern.compile("\\b" + method + "\\(\\s*" + NAME + ",");
    }

    private static Stream<MatchResult> found(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }

    private static String value(String literalOrConstant, Map<String, String> constants) {
        String name = literalOrConstant.substring(literalOrConstant.lastIndexOf('.') + 1);
        return constants.getOrDefault(name, name.replace("\"", ""));
    }

    /** The constants of the code, and of JAX-RS. */
    private static Map<String, String> constants(String sources) {
        var constants = new HashMap<String, String>();
        for (Response.Status status : Response.Status.values()) {
            constants.put(status.name(), String.valueOf(status.getStatusCode()));
        }
        found(CONSTANT, sources)
                .forEach(match -> constants.put(match.group(1), match.group(2).replace("\"", "")));
        return constants;
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
