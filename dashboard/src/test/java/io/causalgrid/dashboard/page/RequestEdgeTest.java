package io.causalgrid.dashboard.page;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.http.reference.RawHttp;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before it is routed. */
@QuarkusTest
@WithTestResource(StubCluster.class)
@Timeout(60)
class RequestEdgeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /forms/../forms/link HTTP/1.1\r\n\r\n",
                "POST /forms/%2e/link HTTP/1.1\r\n\r\n",
                "GET //v1/dashboard HTTP/1.1\r\n\r\n",
                "GET /v1/dashboard;x HTTP/1.1\r\n\r\n",
                "GET /v1/dashboard?x=1 HTTP/1.1\r\n\r\n",
                "GET /vendor/../dashboard.js HTTP/1.1\r\n\r\n",
                "GET /%zz HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: y\r\n\r\n",
                "POST /forms/link HTTP/1.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            })
    void aRequestWithMoreThanOneMeaningIsAnsweredWithAProblem(String request) throws IOException {
        assertThat(RawHttp.send(RestAssured.port, request.replaceFirst("\r\n", "\r\nHost: x\r\nConnection: close\r\n")))
                .startsWith("HTTP/1.1 400 ")
                .contains("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST   | /                    | GET, HEAD, OPTIONS",
                "DELETE | /v1/dashboard        | GET, HEAD, OPTIONS",
                "PUT    | /v1/dashboard/events | GET, HEAD, OPTIONS",
                "GET    | /forms/write         | OPTIONS, POST",
            })
    void aMethodThatThereIsNotIsRefusedWithThoseThereAre(String method, String path, String allowed) {
        given().request(method, path)
                .then()
                .statusCode(405)
                .header("Allow", allowed)
                .contentType("application/problem+json");
    }
}
