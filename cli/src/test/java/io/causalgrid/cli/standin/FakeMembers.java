package io.causalgrid.cli.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The members and the backups of {@link FakeReplicas}: everything below {@code /v1/cluster}, as the store answers it. */
final class FakeMembers {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String MEMBERS = "/v1/cluster/members";

    private final Map<String, String> urls = new LinkedHashMap<>();
    private final Set<String> backups = new HashSet<>();
    private int refusals;

    /** An answer. */
    record Answer(int status, String body) {}

    synchronized void add(String name, String url) {
        urls.put(name, url);
    }

    synchronized void refuseChanges(int times) {
        refusals = times;
    }

    synchronized Answer answer(String site, HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        JsonNode body = JSON.readTree(exchange.getRequestBody());
        return switch (exchange.getRequestMethod() + " " + path) {
            case "GET /v1/cluster" -> new Answer(200, cluster(site));
            case "POST /v1/cluster/members" ->
                changed(() ->
                        urls.put(body.path("name").asText(), body.path("url").asText()));
            case "POST /v1/cluster/backup" -> backup(body.path("name").asText("at-some-time"));
            default ->
                path.startsWith(MEMBERS + "/") ? removed(path.substring(MEMBERS.length() + 1)) : problem(404, "", path);
        };
    }

    private Answer removed(String name) {
        return urls.containsKey(name)
                ? changed(() -> urls.remove(name))
                : problem(404, "unknown-member", "There is no member '" + name + "'.");
    }

    private Answer changed(Runnable change) {
        if (refusals > 0) {
            refusals--;
            return problem(409, "membership-change-under-way", "Not all members have heard of the last change yet.");
        }
        change.run();
        return new Answer(200, "{\"members\":[]}");
    }

    private Answer backup(String name) {
        return backups.add(name)
                ? new Answer(
                        200,
                        "{\"path\":\"/backups/" + name
                                + "\",\"vector\":{\"node0~a\":2,\"node1~b\":1},\"keys\":2,\"digest\":\"00ff\"}")
                : problem(409, "backup-failed", "there is something at /backups/" + name + " already.");
    }

    private String cluster(String site) {
        ObjectNode document = JSON.createObjectNode()
                .put("clusterId", "causalgrid")
                .put("site", site)
                .put("incarnation", "0a1b2c3d")
                .put("state", "ready");
        urls.forEach((name, url) -> {
            boolean self = name.equals(site);
            boolean heard = !name.equals("node3");
            ObjectNode member = document.withArray("members")
                    .addObject()
                    .put("name", name)
                    .put("url", url)
                    .put("self", self)
                    .put("behind", self ? 0 : 7)
                    .put("heardMillisAgo", heard ? (Long) (self ? 0L : 400L) : null);
            member.set("link", self ? null : JSON.createObjectNode().put("state", heard ? "connected" : "backing-off"));
        });
        return document.toString();
    }

    private static Answer problem(int status, String name, String detail) {
        ObjectNode problem = JSON.createObjectNode()
                .put("type", name.isEmpty() ? "about:blank" : "urn:causalgrid:problem:" + name)
                .put("title", "A title")
                .put("status", status)
                .put("detail", detail);
        problem.putArray("unaware").add("node1");
        return new Answer(status, problem.toString());
    }
}
