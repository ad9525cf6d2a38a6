package io.causalgrid.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.causalgrid.cli.terminal.Colour;
import io.causalgrid.cli.terminal.Terminal;
import io.causalgrid.kv.client.CausalGridClient;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Shows how well the replicas keep up with each other. */
@Command(
        name = "status",
        description = {
            "Shows the cluster as the first replica that answers sees it: for each member its entry in that replica's vector"
                    + " clock, how many writes it lacked when it was last heard, the digest of its data, and the link to it."
                    + " Members with equal vectors have equal digests.",
            "As JSON the document of GET /v1/cluster."
        })
public final class StoreStatusCommand implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // by picocli
    private KvCommand kv;

    @Mixin
    private final SessionOptions session = new SessionOptions();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        JsonNode cluster;
        try (CausalGridClient client = kv.client(session)) {
            cluster = client.cluster();
        }
        switch (common.format()) {
            case JSON -> kv.terminal().printJson(cluster);
            case TEXT -> print(cluster, kv.terminal());
        }
        return ExitCode.OK;
    }

    private static void print(JsonNode cluster, Terminal terminal) {
        terminal.print("%s of %s: %s, %,d keys, %,d records in the log, %,d in the causal buffer"
                .formatted(
                        cluster.path("site").asText(),
                        cluster.path("clusterId").asText(),
                        cluster.path("state").asText(),
                        cluster.path("keys").asLong(),
                        cluster.path("logRecords").asLong(),
                        cluster.path("bufferDepth").asLong()));
        terminal.print(terminal.coloured(Colour.BOLD, row("MEMBER", "WRITES", "BEHIND", "DIGEST", "HEARD") + "LINK"));
        JsonNode vector = cluster.path("vectorClock");
        int index = 0;
        for (JsonNode member : cluster.path("members")) {
            print(member, vector.path(index).asText("?"), cluster, terminal);
            index++;
        }
    }

    private static void print(JsonNode member, String entry, JsonNode cluster, Terminal terminal) {
        boolean self = member.path("self").asBoolean();
        boolean heard = self || member.path("heardMillisAgo").isNumber();
        String state = self
                ? cluster.path("state").asText()
                : member.path("link").path("state").asText("unknown");
        terminal.print(row(
                        member.path("name").asText(),
                        entry,
                        heard ? member.path("behind").asText() : "?",
                        self
                                ? cluster.path("digest").asText("?")
                                : member.path("digest").asText("?"),
                        heard(member, self))
                + terminal.coloured(StateColours.of(state), self ? "itself, " + state : state));
    }

    private static String heard(JsonNode member, boolean self) {
        JsonNode millisAgo = member.path("heardMillisAgo");
        if (self) {
            return "itself";
        }
        return millisAgo.isNumber() ? String.format(Locale.ROOT, "%.1f s ago", millisAgo.asLong() / 1000.0) : "never";
    }

    private static String row(String member, String writes, String behind, String digest, String heard) {
        return String.format(Locale.ROOT, "%-12s  %10s  %8s  %-32s  %10s  ", member, writes, behind, digest, heard);
    }
}
