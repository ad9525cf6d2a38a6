package io.causalgrid.kv.service.api;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.state.Register;
import jakarta.ws.rs.core.Response;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names sets of versions: {@code NAME~INCARNATION:SEQUENCE}, several with a plus between them. As an ETag, in quotes. */
final class ETags {
    private static final String SEPARATOR = "+";
    private static final Pattern ENTITY_TAG = Pattern.compile("(?:W/)?\"[^\"]*+\"");
    private static final Pattern LIST = Pattern.compile(ENTITY_TAG + "(?:[ \\t]*+,[ \\t]*+" + ENTITY_TAG + ")*+");
    private static final int VERSIONS_MAX = 1_000;

    private ETags() {}

    /** The name of all versions of a register. */
    static String of(Register register) {
        return register.versions().size() == 1
                ? register.versions().getFirst().dot().toString()
                : of(register.versions().stream().map(version -> version.dot()).toList());
    }

    /** The name of those versions. */
    static String of(Collection<Dot> dots) {
        return dots.stream().sorted().map(Dot::toString).collect(Collectors.joining(SEPARATOR));
    }

    /** In quotes, for a header. */
    static String quoted(String versions) {
        return '"' + versions + '"';
    }

    /** The versions that a client names, with or without quotes; a 400 problem if that is no name of versions. */
    static Set<Dot> parse(String text) {
        String versions = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
        var dots = new TreeSet<Dot>();
        try {
            for (String each : versions.split("\\+", VERSIONS_MAX)) {
                dots.add(dot(each));
            }
        } catch (IllegalArgumentException _) {
            throw Problems.invalidRequest("This is no ETag that a replica gives: " + text);
        }
        return dots;
    }

    /**
     * What a header names that has a list of entity tags or {@code *} (RFC 9110, 13.1); a 400 problem if it is neither. An entity tag
     * by itself may go without quotes.
     *
     * @param values the header's, of which all together are the list
     */
    static List<String> listed(List<String> values) {
        if (values.isEmpty()) {
            return values;
        }
        String list = String.join(",", values).trim();
        if (list.indexOf('"') < 0 && list.indexOf(',') < 0) {
            return List.of(list);
        }
        if (!LIST.matcher(list).matches()) {
            throw Problems.problem(
                            Response.Status.BAD_REQUEST, "unknown-precondition", "This is no list of ETags: " + list)
                    .build();
        }
        return ENTITY_TAG.matcher(list).results().map(MatchResult::group).toList();
    }

    private static Dot dot(String text) {
        int name = text.indexOf('~');
        int sequence = text.lastIndexOf(':');
        if (name < 0 || sequence < name) {
            throw new IllegalArgumentException(text);
        }
        var site = new SiteId(text.substring(0, name), text.substring(name + 1, sequence));
        return new Dot(site, Long.parseLong(text.substring(sequence + 1)));
    }
}
