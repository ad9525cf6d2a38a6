package io.causalgrid.kv.service.api;

import io.causalgrid.http.edge.Query;
import io.causalgrid.kv.core.key.StoreKeys;
import io.causalgrid.kv.core.state.Register;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/**
 * Reads and writes of one register: a key, or a field of a map. Routes of the Vert.x router, since these are what a store
 * is asked for all day, and Quarkus REST costs more than all the rest of them (ADR 0037).
 */
@Singleton
class RegisterServer {
    private static final String KEYS = "/v1/kv/";
    private static final String KEY_ROUTE = "/v1/kv/{key}";
    private static final String FIELD_ROUTE = "/v1/maps/{key}/fields/{field}";
    private static final int MAP_SEGMENT = 3;
    private static final int FIELD_SEGMENT = 5;
    private static final String ALLOWED = "GET, HEAD, PUT, DELETE, OPTIONS";
    private static final Answer OPTIONS = new Answer(204, Map.of("Allow", ALLOWED), null);

    private final RegisterAccess registers;
    private final Texts texts;
    private final DirectAnswers answers;

    /** What a request is about. */
    private interface Target {
        /** Its register; a 400 problem if there can be no such name. */
        String register();

        /** All its versions, for people. */
        Entry.Versions versions(Register visible);
    }

    RegisterServer(RegisterAccess registers, Texts texts, DirectAnswers answers) {
        this.registers = registers;
        this.texts = texts;
        this.answers = answers;
    }

    void install(@Observes Router router) {
        router.route(KEYS + "*").handler(this::serveKey);
        router.route("/v1/maps/:key/fields/:field").handler(this::serveField);
    }

    private void serveKey(RoutingContext context) {
        if (context.normalizedPath().length() < KEYS.length()) {
            context.next(); // all keys
            return;
        }
        serve(context, KEY_ROUTE, new Target() {
            @Override
            public String register() {
                return texts.key(name());
            }

            @Override
            public Entry.Versions versions(Register visible) {
                return new Entry.Versions(name(), null, ETags.of(visible), Entry.versions(visible));
            }

            private String name() {
                return PathNames.after(KEYS, context.request());
            }
        });
    }

    private void serveField(RoutingContext context) {
        serve(context, FIELD_ROUTE, new Target() {
            @Override
            public String register() {
                return StoreKeys.ofField(name(MAP_SEGMENT), name(FIELD_SEGMENT));
            }

            @Override
            public Entry.Versions versions(Register visible) {
                return new Entry.Versions(null, name(FIELD_SEGMENT), ETags.of(visible), Entry.versions(visible));
            }

            private String name(int segment) {
                return texts.name(PathNames.segment(segment, context.request()));
            }
        });
    }

    private void serve(RoutingContext context, String route, Target target) {
        HttpServerRequest request = context.request();
        MultiMap headers = request.headers();
        switch (request.method().name()) {
            case "GET", "HEAD" ->
                answers.answer(
                        context, route, () -> registers.get(register(target, request), headers, target::versions));
            case "PUT" ->
                answers.answerBody(context, route, body -> registers.put(register(target, request), body, headers));
            case "DELETE" ->
                answers.answer(context, route, () -> registers
                        .delete(register(target, request), headers)
                        .map(done -> new Answer(done.status(Response.Status.NO_CONTENT), done.headers(), null)));
            case "OPTIONS" ->
                answers.answer(context, route, () -> Uni.createFrom().item(OPTIONS));
            default -> {
                context.response().putHeader(HttpHeaders.ALLOW, ALLOWED);
                answers.answer(context, route, () -> Uni.createFrom().failure(notAllowed()));
            }
        }
    }

    private static String register(Target target, HttpServerRequest request) {
        Query.none(request);
        return target.register();
    }

    private static HttpProblem notAllowed() {
        return HttpProblem.valueOf(Response.Status.METHOD_NOT_ALLOWED, "A key or a field is read, written or deleted.");
    }
}
