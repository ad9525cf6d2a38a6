package io.causalgrid.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is compressed for browsers. */
@QuarkusTest
@WithTestResource(StubCluster.class)
@Timeout(60)
class CompressionTest {
    private final HttpClient http = HttpClient.newHttpClient();

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1/dashboard", "/vendor/htmx/htmx.min.js"})
    void whatIsLargeIsCompressedForWhoWantsIt(String path) throws Exception {
        HttpResponse<byte[]> plain = get(path, "gzip;q=0");
        HttpResponse<byte[]> compressed = get(path, "gzip");

        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(compressed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(compressed.body()).hasSizeLessThan(plain.body().length);
        assertThat(List.of(plain, compressed))
                .allSatisfy(
                        answer -> assertThat(answer.headers().allValues("Vary")).containsOnlyOnce("accept-encoding"));
    }

    private HttpResponse<byte[]> get(String path, String encodings) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + path))
                .header("Accept-Encoding", encodings)
                .build();
        return http.send(request, BodyHandlers.ofByteArray());
    }
}
