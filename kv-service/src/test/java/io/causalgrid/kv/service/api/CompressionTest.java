package io.causalgrid.kv.service.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is compressed for clients that want it, and what is not. */
@QuarkusTest
@Timeout(60)
class CompressionTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String TEXT = "compressible ".repeat(1_000);

    @BeforeEach
    void write() {
        byte[] noise = new byte[200_000];
        new Random(1).nextBytes(noise);
        for (int i = 0; i < 3; i++) {
            given().body(TEXT).put("/v1/kv/gzip-text-" + i).then().statusCode(204);
            given().body(noise).put("/v1/kv/gzip-noise-" + i).then().statusCode(204);
            given().body(TEXT).put("/v1/maps/gzip/fields/" + i).then().statusCode(204);
        }
        given().put("/v1/sets/gzip/elements/" + "e".repeat(1_024)).then().statusCode(204);
    }

    @AfterEach
    void delete() {
        for (int i = 0; i < 3; i++) {
            given().delete("/v1/kv/gzip-text-" + i);
            given().delete("/v1/kv/gzip-noise-" + i);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/kv?prefix=gzip-text-&values=true",
                "/v1/kv?prefix=gzip-noise-&values=true",
                "/v1/maps/gzip",
                "/v1/sets/gzip"
            })
    void aLargeListIsCompressedForWhoWantsIt(String target) throws Exception {
        HttpResponse<byte[]> plain = ask(get(target));
        HttpResponse<byte[]> compressed = ask(get(target).header("Accept-Encoding", "br, gzip;q=0.5"));

        assertPlain(plain);
        assertThat(compressed.headers().allValues("Content-Encoding")).containsExactly("gzip");
        assertThat(compressed.headers().allValues("Vary")).containsExactly("Accept-Encoding");
        assertThat(compressed.body()).hasSizeLessThan(plain.body().length);
        assertThat(decoded(compressed)).isEqualTo(plain.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip;q=0", "gzip;q=0.5, identity", "br"})
    void whoDoesNotWantItGetsItAsItIs(String encodings) throws Exception {
        assertPlain(ask(get("/v1/kv?prefix=gzip-text-&values=true").header("Accept-Encoding", encodings)));
    }

    @Test
    void aSmallListIsSentAsItIs() throws Exception {
        assertPlain(ask(get("/v1/kv?prefix=gzip-text-&limit=1").header("Accept-Encoding", "gzip")));
    }

    @Test
    void aBatchThatIsReadIsCompressed() throws Exception {
        String keys = "{\"keys\":[\"gzip-text-0\",\"gzip-text-1\"]}";
        HttpRequest.Builder request = request("/v1/batch/read")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(keys));

        HttpResponse<byte[]> compressed = ask(request.header("Accept-Encoding", "gzip"));

        assertThat(compressed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(new String(decoded(compressed), StandardCharsets.UTF_8)).contains("gzip-text-0", "gzip-text-1");
    }

    @Test
    void oneValueIsNeverCompressedAndItsTagIsTheSame() throws Exception {
        HttpResponse<byte[]> plain = ask(get("/v1/kv/gzip-text-0"));
        HttpResponse<byte[]> asked = ask(get("/v1/kv/gzip-text-0").header("Accept-Encoding", "gzip"));

        assertThat(asked.body()).isEqualTo(plain.body());
        assertThat(asked.headers().firstValue("ETag")).isEqualTo(plain.headers().firstValue("ETag"));
        assertThat(asked.headers().map()).doesNotContainKeys("content-encoding", "vary");
    }

    @Test
    void aProblemIsNotCompressed() throws Exception {
        HttpResponse<byte[]> answer = ask(get("/v1/kv?limit=none").header("Accept-Encoding", "gzip"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
    }

    @Test
    void aHeadHasNoBody() throws Exception {
        HttpResponse<byte[]> answer = ask(request("/v1/kv?prefix=gzip-text-&values=true")
                .header("Accept-Encoding", "gzip")
                .HEAD());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    private static void assertPlain(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(answer.headers().allValues("Vary")).containsExactly("Accept-Encoding");
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).startsWith("{\"");
    }

    private static byte[] decoded(HttpResponse<byte[]> answer) throws IOException {
        try (var body = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            return body.readAllBytes();
        }
    }

    private static HttpRequest.Builder get(String target) {
        return request(target).GET();
    }

    private static HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + target));
    }

    private static HttpResponse<byte[]> ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), BodyHandlers.ofByteArray());
    }
}
