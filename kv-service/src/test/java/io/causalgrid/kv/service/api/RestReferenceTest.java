package io.causalgrid.kv.service.api;

import static io.restassured.RestAssured.given;

import io.causalgrid.http.reference.RestReference;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What the reference says that a replica answers is what it says of itself. */
@QuarkusTest
class RestReferenceTest {
    @Test
    void everyRequestIsInTheReferenceAndInTheDescription() throws IOException {
        RestReference.assertIsOf(
                "A replica",
                given().queryParam("format", "json")
                        .get("/q/openapi")
                        .jsonPath()
                        .getMap("paths"));
    }
}
