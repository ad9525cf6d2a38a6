package io.causalgrid.dashboard.page;

import static io.restassured.RestAssured.given;

import io.causalgrid.http.reference.RestReference;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What the reference says that the dashboard answers is what it says of itself. */
@QuarkusTest
@WithTestResource(StubCluster.class)
class RestReferenceTest {
    @Test
    void everyRequestIsInTheReferenceAndInTheDescription() throws IOException {
        RestReference.assertIsOf(
                "Dashboard",
                given().queryParam("format", "json")
                        .get("/q/openapi")
                        .jsonPath()
                        .getMap("paths"));
    }
}
