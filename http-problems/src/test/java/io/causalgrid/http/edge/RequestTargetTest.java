package io.causalgrid.http.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {
    private static final List<String> FREE_BELOW = List.of("/v1/kv/");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v1/kv/a%20b+c",
                "/v1/kv?prefix=%FF&after=[x]",
                "/v1/kv/a:b@c!$&'()*,=",
                "http://replica:5000/v1/kv/a?limit=1",
                "HTTPS://127.0.0.1/",
                "http://[::1]:5000/status",
            })
    void aTargetThatIsWellFormedIsOneForQuarkusToo(String target) {
        assertThat(RequestTarget.malformed(target)).isNull();
        assertThat(URI.create(target)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "v1/kv/a",
                "//v1/kv/a",
                "//",
                "/a%",
                "/a%2",
                "/a%zz",
                "/a%+1",
                "/a b",
                "/a\\b",
                "/a#b",
                "/a?b#c",
                "/a\u00fc",
                "/a?\u00fc",
                "/a|b",
                "/a\"b",
                "/a[b",
                "/a\0b",
                "/a\u007fb",
                "ftp://x/v1",
                "http:///v1",
                "http://x",
                "http://x?/v1",
                "http://user@x/v1",
                "http:/v1",
                "v1/kv://x/v1/cluster",
            })
    void aTargetThatIsMalformedIsRefused(String target) {
        assertThat(RequestTarget.malformed(target)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v1/cluster/members/node1",
                "/v1/kv/a//b",
                "/v1/kv/a/",
                "/v1/kv/a%2F..%2Fb",
                "/v1/kv/...",
                "/v1/kv/a.",
                "/v1/kv/.a/b..",
                "/v1/kv/%2ea",
                "/v1/kv/%3Ba",
                "/v1/sets/%00/elements/%2F",
            })
    void aPathWithOneMeaningIsTaken(String path) {
        assertThat(RequestTarget.ambiguous(path, FREE_BELOW)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/kv/.",
                "/v1/kv/..",
                "/v1/kv/%2e",
                "/v1/kv/%2E%2e",
                "/v1/kv/.%2e/cluster",
                "/v1/kv/x/../../cluster/links/b",
                "/v1/./cluster",
                "/..",
                "/v1//cluster",
                "/v1/cluster/",
                "/v1/kv;x=1/a",
                "/v1/kv/..;/cluster",
                "/v1/cluster;x",
            })
    void aPathWithMoreThanOneMeaningIsRefused(String path) {
        assertThat(RequestTarget.ambiguous(path, FREE_BELOW)).isNotNull();
    }
}
