package io.causalgrid.http.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The tables of {@code docs/reference/rest.md}: a request in the first column, its answer in the last. */
public final class RestReference {
    private static final Path FILE = Path.of("..", "docs", "reference", "rest.md");
    private static final Pattern REQUEST = Pattern.compile("`(GET|PUT|POST|DELETE)(?: (/[^\\s`]*)[^`]*)?`");
    private static final Pattern PARAMETER = Pattern.compile("[?&](\\w+)=");

    /** Not a part of a larger number, nor a size. */
    private static final Pattern STATUS = Pattern.compile("(?<![\\d,.])[2-5]\\d\\d(?![\\d.]|,\\d| [KM]iB)");

    private RestReference() {}

    /**
     * What a row is about.
     *
     * @param statuses those that it names; each of an answer to at least one of the requests
     */
    private record Row(Set<String> requests, Set<String> statuses) {}

    /**
     * Asserts that the table of a section has all requests that a service describes, and no others; and of their answers no
     * status that the service does not describe.
     *
     * @param heading how the section's heading begins
     * @param paths of the service's OpenAPI document
     */
    public static void assertIsOf(String heading, Map<String, Map<String, Object>> paths) throws IOException {
        Map<String, Set<String>> described = OpenApi.statuses(paths);
        List<Row> rows = rows(heading);

        assertThat(rows.stream().flatMap(row -> row.requests().stream()))
                .isNotEmpty()
                .hasSameElementsAs(described.keySet());
        assertThat(rows).allSatisfy(row -> assertThat(
                        row.requests().stream().flatMap(request -> described.getOrDefault(request, Set.of()).stream()))
                .as("what the description says of %s", row.requests())
                .containsAll(row.statuses()));
    }

    private static List<Row> rows(String heading) throws IOException {
        return lines(heading).stream()
                .map(line -> line.split("\\|", -1))
                .map(cells -> new Row(requests(cells[1]), found(STATUS, cells[cells.length - 2], 0)))
                .filter(row -> !row.requests().isEmpty()) // there is a table of headers, too
                .toList();
    }

    private static Set<String> requests(String cell) {
        var requests = new TreeSet<String>();
        List<MatchResult> methods = REQUEST.matcher(cell).results().toList();
        for (int i = 0; i < methods.size(); i++) {
            String target = target(methods.subList(i, methods.size()));
            if (!target.isEmpty()) {
                requests.add(OpenApi.request(
                        methods.get(i).group(1), target.split("\\?", -1)[0], found(PARAMETER, target, 1)));
            }
        }
        return requests;
    }

    /** Methods in a cell without a path of their own are of the path that follows. */
    private static String target(List<MatchResult> methods) {
        return methods.stream()
                .map(each -> each.group(2))
                .filter(each -> each != null)
                .findFirst()
                .orElse("");
    }

    private static List<String> lines(String heading) throws IOException {
        List<String> lines = Files.readAllLines(FILE);
        return lines.stream()
                .dropWhile(line -> !line.startsWith("## " + heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .toList();
    }

    private static Set<String> found(Pattern pattern, String text, int group) {
        return pattern.matcher(text)
                .results()
                .map(each -> each.group(group))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
