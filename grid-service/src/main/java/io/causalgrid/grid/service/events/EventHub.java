package io.causalgrid.grid.service.events;

import io.causalgrid.grid.service.config.GridConfig;
import io.causalgrid.http.problems.Problems;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands events to all connected clients. A client that falls behind by more than its buffer is disconnected; it connects
 * again and is first told the latest state, which serves it better than old events would.
 */
public final class EventHub {
    /** The latest of each subject is told to newcomers. */
    public static final String ALLOCATION = "allocation";

    public static final String SESSION = "session";

    /** Never sent: whoever gets it has reached the end of the stream. */
    private static final String END = "end";

    private static final int SUBJECTS_MAX = 1_000;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final GridConfig.EventsConfig config;
    private final BroadcastProcessor<GridEvent> events = BroadcastProcessor.create();
    private final Map<String, GridEvent> latestAllocations = new ConcurrentHashMap<>();
    private final AtomicInteger clients = new AtomicInteger();

    public EventHub(GridConfig.EventsConfig config) {
        this.config = config;
    }

    /** Never blocks for a client. From any thread. */
    public synchronized void publish(GridEvent event) {
        if (event.type().equals(ALLOCATION)
                && (latestAllocations.size() < SUBJECTS_MAX || latestAllocations.containsKey(event.subject()))) {
            latestAllocations.put(event.subject(), event);
        }
        events.onNext(event);
    }

    /** Ends all streams, since the process stops: a stream that stays open would hold it up. */
    public synchronized void close() {
        events.onNext(new GridEvent(END, "", ""));
    }

    /**
     * A stream for one more client.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 503 if there are too many
     */
    public Multi<OutboundSseEvent> stream(Sse sse) {
        if (clients.incrementAndGet() > config.clientsMax()) {
            clients.decrementAndGet();
            throw Problems.unavailable("too-many-clients", "Too many clients follow the events already.", RETRY_AFTER)
                    .build();
        }
        Multi<OutboundSseEvent> live =
                events.onOverflow().buffer(config.buffer()).onItem().transform(event -> encode(sse, event));
        Multi<OutboundSseEvent> latest = Multi.createFrom()
                .iterable(List.copyOf(latestAllocations.values()))
                .map(event -> encode(sse, event));
        Multi<OutboundSseEvent> heartbeats = Multi.createFrom()
                .ticks()
                .every(config.heartbeat())
                .onOverflow()
                .drop()
                .map(_ -> sse.newEventBuilder().comment("heartbeat").build());
        return Multi.createBy()
                .merging()
                .streams(latest, live, heartbeats)
                .select()
                .first(event -> !END.equals(event.getName()))
                .onTermination()
                .invoke(clients::decrementAndGet);
    }

    private static OutboundSseEvent encode(Sse sse, GridEvent event) {
        return sse.newEventBuilder()
                .name(event.type())
                .data(String.class, event.json())
                .build();
    }
}
