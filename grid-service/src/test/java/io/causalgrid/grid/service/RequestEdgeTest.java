package io.causalgrid.grid.service;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.causalgrid.http.reference.RawHttp;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before it is routed. */
@QuarkusTest
@Timeout(60)
class RequestEdgeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/sessions/../substations HTTP/1.1\r\n\r\n",
                "GET /v1/sessions/%2e%2e/substations HTTP/1.1\r\n\r\n",
                "GET /v1/sessions/..;/substations HTTP/1.1\r\n\r\n",
                "GET //internal/v1/load HTTP/1.1\r\n\r\n",
                "GET /internal//v1/load HTTP/1.1\r\n\r\n",
                "GET /v1/substations/ HTTP/1.1\r\n\r\n",
                "GET /v1/substations%zz HTTP/1.1\r\n\r\n",
                "GET /v1/sessions/%FF HTTP/1.1\r\n\r\n",
                "POST /charge HTTP/1.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /charge HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} ",
                "GET /v1/substations HTTP/1.1\r\nHost: y\r\n\r\n",
            })
    void aRequestWithMoreThanOneMeaningIsAnsweredWithAProblem(String request) throws IOException {
        assertThat(RawHttp.send(RestAssured.port, request.replaceFirst("\r\n", "\r\nHost: x\r\nConnection: close\r\n")))
                .startsWith("HTTP/1.1 400 ")
                .contains("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/sessions?stat=charging",
                "/v1/sessions?after=%FF",
                "/v1/sessions?limit=1&limit=2",
                "/v1/substations?x=1"
            })
    void aWishThatIsNotUnderstoodIsRefused(String target) {
        given().urlEncodingEnabled(false)
                .get(target)
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:causalgrid:problem:invalid-request"));
        get("/v1/sessions?state=charging&substation=&after=&limit=1").then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET   | /charge            | OPTIONS, POST",
                "PATCH | /v1/sessions       | GET, HEAD, OPTIONS",
                "PUT   | /v1/sessions/some  | DELETE, GET, HEAD, OPTIONS",
                "POST  | /v1/substations    | GET, HEAD, OPTIONS",
            })
    void aMethodThatThereIsNotIsRefusedWithThoseThereAre(String method, String path, String allowed) {
        given().request(method, path)
                .then()
                .statusCode(405)
                .header("Allow", allowed)
                .contentType("application/problem+json");
    }
}
