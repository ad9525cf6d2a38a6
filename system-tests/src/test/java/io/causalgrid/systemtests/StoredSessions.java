package io.causalgrid.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a replica has of sessions, for readers. */
record StoredSessions(Replicas replicas, int replica) {

    /** The id of a session at an address. */
    static String id(String session) {
        return session.substring(session.lastIndexOf('/') + 1);
    }

    /** The ids of those that have no end. */
    List<String> open() {
        return ids("grid/session/");
    }

    /** The ids in the records of ended ones; twice what has two records. */
    List<String> records() {
        return ids("grid/record/");
    }

    /** Each of these has ended once, and none of them is open. */
    void haveEndedOnce(Iterable<String> ids) {
        Map<String, Long> records = records().stream().collect(Collectors.groupingBy(id -> id, Collectors.counting()));
        List<String> open = open();
        assertThat(ids).allSatisfy(id -> {
            assertThat(records.get(id)).as("records of %s", id).isEqualTo(1);
            assertThat(open).doesNotContain(id);
        });
    }

    private List<String> ids(String prefix) {
        URI url = replicas.url(replica);
        return Http.get(url, "/v1/kv?limit=1000&prefix=" + prefix)
                .body()
                .path("keys")
                .valueStream()
                .map(entry -> entry.path("key").asText())
                .map(StoredSessions::id)
                .toList();
    }
}
