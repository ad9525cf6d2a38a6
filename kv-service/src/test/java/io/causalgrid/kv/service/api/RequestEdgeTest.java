package io.causalgrid.kv.service.api;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.causalgrid.http.reference.RawHttp;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before it is routed. */
@QuarkusTest
@Timeout(60)
class RequestEdgeTest {
    @ParameterizedTest
    @CsvSource({
        "DELETE, /v1/kv/%2e%2e/cluster/members/node2",
        "DELETE, /v1/kv/../cluster/members/node2",
        "DELETE, /v1/kv/.%2E/cluster/members/node2",
        "DELETE, /v1/kv/x/../../cluster/members/node2",
        "DELETE, /v1/kv/x/%2e%2e/%2e%2e/cluster/members/node2",
        "DELETE, /v1/kv/..;/cluster/members/node2",
        "DELETE, /v1/kv/..\\cluster\\members\\node2",
        "DELETE, /v1/./cluster/members/node2",
        "DELETE, /v1//cluster/members/node2",
        "DELETE, //v1/cluster/members/node2",
        "DELETE, //replica/v1/cluster/members/node2",
        "DELETE, /v1/cluster;x/members/node2",
        "DELETE, /v1/cluster/members/node2;x",
        "DELETE, /v1/cluster/members/node2/",
        "DELETE, /v1/cluster/members/node2#x",
        "DELETE, http://x/v1/kv/../cluster/members/node2",
        "DELETE, http://x//v1/cluster/members/node2",
        "DELETE, http://x?/v1/cluster/members/node2",
        "DELETE, ftp://x/v1/cluster/members/node2",
        "DELETE, v1/kv://x/v1/cluster/members/node2",
        "DELETE, v1/cluster/members/node2",
        "PUT, /v1/kv/x/../../cluster/links/node1",
        "POST, /v1/kv/%2e%2e/cluster/backup",
        "PUT, /v1/maps/../kv/x",
        "PUT, /v1/kv/.",
        "PUT, /v1/kv/..",
        "PUT, /v1/kv/%2E",
        "PUT, /v1/kv/a/../b",
        "PUT, /v1/kv/a;b",
        "PUT, /v1/maps//fields/b",
        "PUT, /v1/maps/a/fields/",
        "GET, /v1/sets/.",
        "GET, /get/%2e%2e",
        "GET, /q/../v1/kv",
        "GET, /status/",
        "GET, /nothing/..",
    })
    void aPathWithMoreThanOneMeaningReachesNothing(String method, String target) throws IOException {
        String answer = RawHttp.ask(RestAssured.port, method, target);

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("application/problem+json");
        when().get("/v1/cluster/members").then().body("members", hasSize(3));
        when().get("/v1/kv/x").then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://replica/v1/cluster/members",
                "http://127.0.0.1:1/v1/cluster/members",
                "/v1/%63luster/members"
            })
    void anotherWayToWriteTheSamePathIsTheSame(String target) throws IOException {
        assertThat(RawHttp.ask(RestAssured.port, "GET", target))
                .startsWith("HTTP/1.1 200 ")
                .contains("node2");
    }

    @Test
    void aQueryMayBeEmptyAndAParameterMayNot() throws IOException {
        assertThat(RawHttp.ask(RestAssured.port, "GET", "/v1/kv?")).startsWith("HTTP/1.1 200 ");
        assertThat(RawHttp.ask(RestAssured.port, "GET", "/v1/kv?values")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void aRefusalIsStampedAndTheConnectionServesOn() throws IOException {
        String refused = "PUT /v1/kv/.. HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nfive!";
        String served = "GET /v1/cluster/members HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

        assertThat(RawHttp.send(RestAssured.port, refused + served))
                .containsOnlyOnce("HTTP/1.1 400 ")
                .contains("urn:causalgrid:problem:invalid-request", "Causality-Token: ", "HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /v1/kv/a%zz HTTP/1.1 | 400",
                "GET /v1/kv/a%2 HTTP/1.1 | 400",
                "GET /status%zz HTTP/1.1 | 400",
                "GET /v1/kv?prefix=%zz HTTP/1.1 | 400",
                "GET  | 400",
                "nonsense | 400",
                "* * * * | 400",
            })
    void aRequestLineThatIsMalformedIsAnsweredWithAProblem(String line, int status) throws IOException {
        assertMalformed(line + "\r\nHost: x\r\n\r\n", status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nContent-Length: 6\r\n\r\nfive!!",
                "Content-Length: five\r\n\r\nfive!",
                "Content-Length: -5\r\n\r\nfive!",
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: gzip\r\n\r\nfive!",
                "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "No colon\r\n\r\n",
            })
    void aBodyOfWhichTheEndIsNotCertainIsRefusedAndTheConnectionClosed(String rest) throws IOException {
        assertMalformed("PUT /v1/kv/framed HTTP/1.1\r\nHost: x\r\n" + rest, 400);

        when().get("/v1/kv/framed").then().statusCode(404);
    }

    @Test
    void chunksOverHttp10AreRefused() throws IOException {
        assertThat(RawHttp.send(
                        RestAssured.port,
                        "PUT /v1/kv/framed HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"))
                .contains(" 400 ", "application/problem+json");
        when().get("/v1/kv/framed").then().statusCode(404);
    }

    @Test
    void whatIsTooLongIsAnsweredWithAProblem() throws IOException {
        assertMalformed("GET /v1/kv?prefix=" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n", 414);
        assertMalformed("GET /v1/kv HTTP/1.1\r\nHost: x\r\nX-Long: " + "a".repeat(20_000) + "\r\n\r\n", 431);
    }

    @Test
    void aMalformedRequestBehindAnotherIsAnsweredAfterIt() throws IOException {
        String first = "GET /v1/cluster/members HTTP/1.1\r\nHost: x\r\n\r\n";

        String answers = RawHttp.send(RestAssured.port, first + "GET /a%zz HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(answers.indexOf("HTTP/1.1 200 ")).isZero();
        assertThat(answers.indexOf("HTTP/1.1 400 ")).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Host: x\r\nHost: y\r\n",
                "Host: x\r\nhost: x\r\n",
                "Host:\r\n",
                "Host: x y\r\n",
                "Host: user@x\r\n",
                "Host: x:port\r\n",
            })
    void aRequestOfWhichTheHostIsNotCertainIsRefusedAndTheConnectionClosed(String host) throws IOException {
        assertMalformed("PUT /v1/kv/hosted HTTP/1.1\r\n" + host + "Content-Length: 1\r\n\r\nv", 400);

        when().get("/v1/kv/hosted").then().statusCode(404);
    }

    @Test
    void onlyOverHttp10TheHostMayBeMissing() throws IOException {
        assertThat(RawHttp.send(RestAssured.port, "GET /v1/kv HTTP/1.0\r\n\r\n"))
                .contains(" 200 ");
        assertThat(RawHttp.send(RestAssured.port, "GET /v1/kv HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n"))
                .contains(" 400 ", "application/problem+json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST    | /v1/kv/some                | GET, HEAD, PUT, DELETE, OPTIONS",
                "PATCH   | /v1/maps/some/fields/field | GET, HEAD, PUT, DELETE, OPTIONS",
                "DELETE  | /v1/kv                     | GET, HEAD, OPTIONS",
                "PATCH   | /v1/cluster                | GET, HEAD, OPTIONS",
                "PUT     | /v1/cluster/members        | GET, HEAD, OPTIONS, POST",
                "GET     | /v1/cluster/members/node2  | DELETE, OPTIONS",
                "GET     | /v1/batch/read             | OPTIONS, POST",
                "HEAD    | /v1/batch/read             | OPTIONS, POST",
                "TRACE   | /v1/sets/a/elements/b%2Fc  | DELETE, GET, HEAD, OPTIONS, PUT",
                "DELETE  | /get/a/b                   | GET, HEAD, OPTIONS",
                "UNKNOWN | /write                     | OPTIONS, POST",
                "HEAD    | /v1/watch                  | GET, OPTIONS",
            })
    void aMethodThatThereIsNotIsRefusedWithThoseThereAre(String method, String path, String allowed)
            throws IOException {
        assertThat(RawHttp.ask(RestAssured.port, method, path))
                .startsWith("HTTP/1.1 405 ")
                .containsIgnoringCase("\r\nallow: " + allowed + "\r\n")
                .contains("application/problem+json");
        assertThat(RawHttp.ask(RestAssured.port, "OPTIONS", path))
                .startsWith("HTTP/1.1 20")
                .containsIgnoringCase("\r\nallow: " + allowed + "\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/kv/some, 405",
        "PATCH, /v1/cluster, 405",
        "POST, /v1/watch, 405",
        "GET, /v1/batch/read, 405",
        "GET, /nothing, 404",
        "GET, /, 404",
    })
    void whatIsNotThereIsAProblemWithAType(String method, String path, int status) {
        given().request(method, path)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("about:blank"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/kv/encoded", "/v1/maps/encoded/fields/f"})
    void aValueThatIsEncodedIsRefusedSinceItWouldComeBackAsAnother(String path) {
        given().header("Content-Encoding", "gzip")
                .body(new byte[] {1, 2, 3})
                .put(path)
                .then()
                .statusCode(415)
                .header("Accept-Encoding", "identity")
                .body("type", equalTo("urn:causalgrid:problem:content-encoded"));

        when().get(path).then().statusCode(404);
    }

    private static void assertMalformed(String request, int status) throws IOException {
        assertThat(RawHttp.send(RestAssured.port, request))
                .startsWith("HTTP/1.1 " + status + " ")
                .containsIgnoringCase("connection: close")
                .contains("application/problem+json", "\"status\":" + status, "\"type\":\"about:blank\"");
    }
}
