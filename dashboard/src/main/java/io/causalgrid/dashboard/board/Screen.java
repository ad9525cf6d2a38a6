package io.causalgrid.dashboard.board;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.causalgrid.dashboard.config.DashboardConfig;
import io.causalgrid.dashboard.state.DashboardState;
import io.causalgrid.dashboard.state.LiveState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.qute.TemplateInstance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Renders the newest state, once for all browsers and only when something looks different. Everything but the reading
 * of the current frame runs under this object's lock.
 */
@Singleton
public class Screen {
    private static final Map<String, Function<Board, TemplateInstance>> PANELS = new LinkedHashMap<>();

    static {
        PANELS.put("summary", Panels::summary);
        PANELS.put("vectors", Panels::vectors);
        PANELS.put("links", Panels::links);
        PANELS.put("substations", Panels::substations);
        PANELS.put("events", Panels::events);
    }

    private final LiveState live;
    private final InstantSource clock;
    private final Duration highlight;
    private final Counter frames;
    private volatile Frame current = Frame.EMPTY;
    private @Nullable DashboardState rendered;
    private @Nullable Instant staleAt;

    Screen(LiveState live, InstantSource clock, DashboardConfig config, MeterRegistry registry) {
        this.live = live;
        this.clock = clock;
        this.highlight = config.browsers().highlight();
        this.frames = Counter.builder("dashboard.frames")
                .description("Renderings of the board")
                .register(registry);
    }

    /** The frame last rendered; never waits. */
    Frame current() {
        return current;
    }

    /** The board as it is now. */
    public Board board() {
        return Board.of(live.current(), clock.instant(), highlight);
    }

    /** Renders if the state is another or a highlight has ended, and gives the newest frame. */
    public synchronized Frame refresh() {
        DashboardState state = live.current();
        Instant now = clock.instant();
        boolean stale = staleAt != null && !now.isBefore(staleAt);
        if (!state.equals(rendered) || stale) {
            Board board = Board.of(state, now, highlight);
            current = render(board);
            rendered = state;
            staleAt = board.highlightUntil();
            frames.increment();
        }
        return current;
    }

    private Frame render(Board board) {
        var panels = new LinkedHashMap<String, Frame.Panel>();
        PANELS.forEach((name, template) -> {
            String html = template.apply(board).render();
            Frame.Panel before = current.panels().get(name);
            panels.put(name, before != null && before.html().equals(html) ? before : panel(html));
        });
        return new Frame(panels);
    }

    private static Frame.Panel panel(String html) {
        String json = "\"" + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(html)) + "\"";
        return new Frame.Panel(html, json);
    }
}
