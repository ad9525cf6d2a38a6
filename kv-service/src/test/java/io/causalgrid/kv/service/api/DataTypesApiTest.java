package io.causalgrid.kv.service.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class DataTypesApiTest {
    private final String name = UUID.randomUUID() + "/%";

    @Test
    void aCounterCounts() {
        given().get("/v1/counters/{key}", name)
                .then()
                .statusCode(404)
                .body("type", equalTo("urn:causalgrid:problem:no-value"));

        add("5").statusCode(200).body("key", equalTo(name)).body("value", equalTo(5));
        add("-7").statusCode(200).body("value", equalTo(-2));

        given().get("/v1/counters/{key}", name).then().statusCode(200).body("value", equalTo(-2));
        given().delete("/v1/counters/{key}", name).then().statusCode(204);
        given().delete("/v1/counters/{key}", name).then().statusCode(404);
        given().get("/v1/counters/{key}", name).then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "1.5", "\"1\"", "null", "9007199254740992", "-9007199254740992", "99999999999999999999"})
    void anIncrementThatIsNoneIsRefused(String delta) {
        add(delta).statusCode(400).contentType("application/problem+json");
        given().get("/v1/counters/{key}", name).then().statusCode(404);
    }

    @Test
    void aCounterThatWouldOverflowIsRefused() {
        add("9007199254740991").statusCode(200);
        add("1").statusCode(409).body("type", equalTo("urn:causalgrid:problem:counter-overflow"));
        given().get("/v1/counters/{key}", name).then().body("value", equalTo(9007199254740991L));
    }

    @Test
    void aRepeatedIncrementCountsOnce() {
        repeated(null).statusCode(200).body("value", equalTo(5));
        add("1").body("value", equalTo(6));
        repeated(null).statusCode(200).body("value", equalTo(5));
        given().get("/v1/counters/{key}", name).then().body("value", equalTo(6));
    }

    @Test
    void anIncrementThatAnotherSiteMayHaveIsRefused() {
        repeated("node1~elsewhere")
                .statusCode(409)
                .body("type", equalTo("urn:causalgrid:problem:repeat-not-collapsible"));
        given().get("/v1/counters/{key}", name).then().statusCode(404);
    }

    @Test
    void aSetHasWhatWasAdded() {
        given().get("/v1/sets/{key}", name).then().statusCode(200).body("elements", empty());

        for (String element : new String[] {"b", "a/%", "c"}) {
            element("PUT", element).statusCode(204);
        }
        element("PUT", "b").statusCode(204);
        element("GET", "b").statusCode(204);
        element("DELETE", "b").statusCode(204);
        element("DELETE", "b").statusCode(404);
        element("GET", "b").statusCode(404);

        given().get("/v1/sets/{key}", name)
                .then()
                .body("key", equalTo(name))
                .body("elements", contains("a/%", "c"))
                .body("next", nullValue());
        given().queryParam("limit", 1)
                .get("/v1/sets/{key}", name)
                .then()
                .body("elements", contains("a/%"))
                .body("next", equalTo("a/%"));
        given().queryParam("after", "a/%").get("/v1/sets/{key}", name).then().body("elements", contains("c"));
    }

    @Test
    void aFieldOfAMapIsLikeAKey() {
        String etag = field("PUT", "f/1", "x", "*").statusCode(204).extract().header("ETag");
        field("PUT", "f/1", "y", "*").statusCode(412);
        field("PUT", "g", "z", "*").statusCode(204);

        given().get("/v1/maps/{key}/fields/{field}", name, "f/1")
                .then()
                .statusCode(200)
                .body(equalTo("x"))
                .header("ETag", etag);
        given().accept(RegisterAccess.VERSIONS)
                .get("/v1/maps/{key}/fields/{field}", name, "f/1")
                .then()
                .body("field", equalTo("f/1"))
                .body("key", nullValue());
        given().get("/v1/maps/{key}", name)
                .then()
                .body("fields.field", contains("f/1", "g"))
                .body("fields.value", contains("x", "z"))
                .body("fields[0].etag", notNullValue());
        given().delete("/v1/maps/{key}/fields/{field}", name, "g").then().statusCode(204);
        given().get("/v1/maps/{key}", name).then().body("fields.field", contains("f/1"));
    }

    private ValidatableResponse add(String delta) {
        return given().contentType(ContentType.JSON)
                .body("{\"delta\":" + delta + "}")
                .post("/v1/counters/{key}/add", name)
                .then();
    }

    private ValidatableResponse repeated(@org.jspecify.annotations.Nullable String firstSite) {
        var request = given().contentType(ContentType.JSON).header("Idempotency-Key", name.replace("/%", ""));
        if (firstSite != null) {
            request.header("Idempotency-First-Site", firstSite);
        }
        return request.body("{\"delta\":5}")
                .post("/v1/counters/{key}/add", name)
                .then();
    }

    private ValidatableResponse element(String method, String element) {
        return given().request(method, "/v1/sets/{key}/elements/{element}", name, element)
                .then();
    }

    private ValidatableResponse field(String method, String field, String value, String ifNoneMatch) {
        return given().contentType("text/plain;charset=UTF-8")
                .header("If-None-Match", ifNoneMatch)
                .body(value)
                .request(method, "/v1/maps/{key}/fields/{field}", name, field)
                .then();
    }
}
