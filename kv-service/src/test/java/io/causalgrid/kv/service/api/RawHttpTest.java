package io.causalgrid.kv.service.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.http.reference.RawHttp;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no decent client sends. */
@QuarkusTest
@Timeout(60)
class RawHttpTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 10\r\n\r\nfive!",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nfive!\r\n",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nfi",
                "Transfer-Encoding: chunked\r\n\r\nzz\r\nfive!\r\n0\r\n\r\n",
                "Content-Length: -5\r\n\r\nfive!",
                "Content-Length: five\r\n\r\nfive!",
                "Content-Length: 5\r\nContent-Length: 6\r\n\r\nfive!!",
            })
    void anUploadThatIsNotWholeWritesNothing(String rest) throws IOException {
        String answer = RawHttp.send(RestAssured.port, "PUT /v1/kv/raw-never HTTP/1.1\r\nHost: x\r\n" + rest, true);

        assertThat(answer).doesNotContain(" 204 ");
        given().get("/v1/kv/raw-never").then().statusCode(404);
    }

    @Test
    void aChunkedUploadThatIsWholeIsWritten() throws IOException {
        String body = String.join("\r\n", "5", "five!", "1", "!", "0", "", "");
        String head = "PUT /v1/kv/raw-whole HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
        String answer = RawHttp.send(RestAssured.port, head + "Transfer-Encoding: chunked\r\n\r\n" + body, false);

        assertThat(answer).startsWith("HTTP/1.1 204 ");
        assertThat(given().get("/v1/kv/raw-whole").asByteArray()).asString().isEqualTo("five!!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/kv/a%", "/v1/kv/a%zz", "/v1/kv/%"})
    void aPathThatIsMalformedIsRefused(String path) throws IOException {
        assertThat(RawHttp.send(
                        RestAssured.port, "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", false))
                .startsWith("HTTP/1.1 400 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/./kv/x", "//v1/kv/x", "/v1/maps//a/fields/b", "/v1/x/../kv/x"})
    void aPathThatTakesADetourNamesNothing(String path) throws IOException {
        String answer = RawHttp.send(
                RestAssured.port,
                "PUT " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1\r\n\r\nv",
                false);

        assertThat(answer).startsWith("HTTP/1.1 4");
        given().get("/v1/kv/x").then().statusCode(404);
    }

    @Test
    void anUploadThatAsksFirstIsToldToGoOn() throws IOException {
        String head = "PUT /v1/kv/raw-asked HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\n";

        assertThat(RawHttp.send(RestAssured.port, head + "Content-Length: 5\r\n\r\nfive!", false))
                .startsWith("HTTP/1.1 100 ")
                .contains("HTTP/1.1 204 ");
    }

    @Test
    void aChunkedUploadThatIsLargerThanAnyRequestIsCutOff() throws IOException {
        String chunk = "80000\r\n" + "x".repeat(0x80000) + "\r\n";
        String head = "PUT /v1/kv/raw-endless HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";

        assertThat(RawHttp.send(RestAssured.port, head + chunk.repeat(17), false))
                .contains("HTTP/1.1 413 ", "value-too-large", "onnection: close");
        given().get("/v1/kv/raw-endless").then().statusCode(404);
    }

    @Test
    void aValueThatIsTooLargeIsReadToItsEndAndTheConnectionServesOn() throws IOException {
        String chunk = "80000\r\n" + "x".repeat(0x80000) + "\r\n";
        String put = "PUT /v1/kv/raw-large HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk.repeat(4)
                + "0\r\n\r\n";
        String get = "GET /v1/kv/raw-large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

        assertThat(RawHttp.send(RestAssured.port, put + get, false))
                .contains("HTTP/1.1 413 ", "value-too-large", "HTTP/1.1 404 ");
    }
}
