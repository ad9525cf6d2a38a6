package io.causalgrid.kv.service.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the reference says that a replica answers is what the replica says of itself. */
@QuarkusTest
class RestReferenceTest {
    private static final Path REFERENCE = Path.of("..", "docs", "reference", "rest.md");
    private static final Pattern REQUEST = Pattern.compile("`(GET|PUT|POST|DELETE)(?: (/[^\\s`]*)[^`]*)?`");
    private static final Pattern PARAMETER = Pattern.compile("[?&](\\w+)=");

    @Test
    void everyRequestIsInTheReferenceWithItsParameters() throws IOException {
        assertThat(documented()).isEqualTo(served());
    }

    /** From the table: methods in a cell without a path of their own are of the path that follows. */
    private static Set<String> documented() throws IOException {
        var requests = new TreeSet<String>();
        for (String row : section("## A replica")) {
            String cell = row.split("\\|", -1)[1];
            List<MatchResult> found = REQUEST.matcher(cell).results().toList();
            for (int i = 0; i < found.size(); i++) {
                String target = found.subList(i, found.size()).stream()
                        .map(each -> each.group(2))
                        .filter(each -> each != null)
                        .findFirst()
                        .orElse("");
                if (!target.isEmpty()) {
                    requests.add(found.get(i).group(1) + " " + normal(target));
                }
            }
        }
        return requests;
    }

    private static List<String> section(String heading) throws IOException {
        List<String> lines = Files.readAllLines(REFERENCE);
        int start = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith(heading))
                .findFirst()
                .orElseThrow());
        return lines.subList(start + 1, lines.size()).stream()
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .toList();
    }

    private static Set<String> served() {
        Map<String, Map<String, Object>> paths = given().queryParam("format", "json")
                .get("/q/openapi")
                .jsonPath()
                .getMap("paths");
        return paths.entrySet().stream()
                .flatMap(path -> path.getValue().entrySet().stream()
                        .filter(operation ->
                                Stream.of("get", "put", "post", "delete").anyMatch(operation.getKey()::equals))
                        .map(operation -> operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey() + " "
                                + queryParameters(operation.getValue())))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> queryParameters(Object operation) {
        var names = new TreeSet<String>();
        if (operation instanceof Map<?, ?> described && described.get("parameters") instanceof List<?> parameters) {
            parameters.stream()
                    .map(Map.class::cast)
                    .filter(parameter -> "query".equals(parameter.get("in")))
                    .forEach(parameter -> names.add(String.valueOf(parameter.get("name"))));
        }
        return names;
    }

    private static String normal(String target) {
        String path = target.split("\\?", -1)[0];
        Set<String> names = PARAMETER
                .matcher(target)
                .results()
                .map(each -> each.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        return path + " " + names;
    }
}
