package io.causalgrid.cli.command;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.causalgrid.cli.admin.ClusterReport;
import io.causalgrid.cli.admin.ClusterReport.LinkReport;
import io.causalgrid.cli.admin.ClusterReport.MemberReport;
import io.causalgrid.cli.terminal.Colour;
import io.causalgrid.cli.terminal.Format;
import io.causalgrid.cli.terminal.Terminal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The members of a cluster as a table, or as the JSON array that scripts read. */
final class MembersTable {

    private static final String ROW = "%-12s  %-28s  %8s  %10s  ";

    /** @param incarnation of the replica that was asked; it does not know the others' */
    @JsonPropertyOrder({"name", "url", "self", "incarnation", "state", "behind", "heardMillisAgo"})
    private record Row(
            String name,
            String url,
            boolean self,
            @Nullable String incarnation,
            String state,
            @Nullable Long behind,
            @Nullable Long heardMillisAgo) {

        static Row of(ClusterReport cluster, MemberReport member) {
            LinkReport link = member.link();
            Long heardMillisAgo = member.heardMillisAgo();
            return new Row(
                    member.name(),
                    member.url(),
                    member.self(),
                    member.self() ? cluster.incarnation() : null,
                    member.self() ? cluster.state() : link == null ? "unknown" : link.state(),
                    heardMillisAgo == null ? null : (Long) member.behind(),
                    heardMillisAgo);
        }
    }

    private MembersTable() {}

    static void print(ClusterReport cluster, Terminal terminal, Format format) {
        List<Row> rows = cluster.members().stream()
                .map(member -> Row.of(cluster, member))
                .toList();
        switch (format) {
            case JSON -> terminal.printJson(rows);
            case TEXT -> {
                terminal.print("As %s (incarnation %s) of %s sees it:"
                        .formatted(cluster.site(), cluster.incarnation(), cluster.clusterId()));
                printTable(rows, terminal);
            }
        }
    }

    private static void printTable(List<Row> rows, Terminal terminal) {
        String titles = String.format(Locale.ROOT, ROW, "NAME", "URL", "BEHIND", "HEARD");
        terminal.print(terminal.coloured(Colour.BOLD, titles + "STATE"));
        for (Row row : rows) {
            String start = String.format(
                    Locale.ROOT, ROW, row.name(), row.url(), row.behind() == null ? "?" : row.behind(), heard(row));
            terminal.print(start + terminal.coloured(StateColours.of(row.state()), row.state()));
        }
    }

    private static String heard(Row row) {
        Long heardMillisAgo = row.heardMillisAgo();
        if (row.self()) {
            return "itself";
        }
        return heardMillisAgo == null ? "never" : String.format(Locale.ROOT, "%.1f s ago", heardMillisAgo / 1000.0);
    }
}
