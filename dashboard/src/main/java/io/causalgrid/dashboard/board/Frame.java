package io.causalgrid.dashboard.board;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One rendering of the whole board. A panel that looks as before is the same object as before, so that
 * comparing them costs nothing. */
public record Frame(Map<String, Panel> panels) {
    static final Frame EMPTY = new Frame(Map.of());

    public Frame {
        panels = Collections.unmodifiableMap(new LinkedHashMap<>(panels));
    }

    /**
     * One rendered panel.
     *
     * @param json the HTML as a JSON string, encoded once for all browsers
     */
    public record Panel(String html, String json) {}

    /** The panel's HTML; the page includes it as it is. */
    public String html(String name) {
        Panel panel = panels.get(name);
        return panel == null ? "" : panel.html();
    }

    /**
     * The panels that differ from what a browser has, as a JSON object from name to HTML.
     *
     * @param had null for a browser that has nothing yet
     * @return null if nothing differs
     */
    @Nullable
    String changesSince(@Nullable Frame had) {
        List<String> changes = new ArrayList<>();
        panels.forEach((name, panel) -> {
            if (had == null || !panel.equals(had.panels().get(name))) {
                changes.add("\"" + name + "\":" + panel.json());
            }
        });
        return changes.isEmpty() ? null : changes.stream().collect(Collectors.joining(",", "{", "}"));
    }
}
