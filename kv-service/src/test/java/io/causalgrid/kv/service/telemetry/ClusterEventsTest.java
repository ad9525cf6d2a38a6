package io.causalgrid.kv.service.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterEventsTest {
    @Test
    void whatHappensBeforeTheFirstDocumentIsNotToldAndAllAfterItIs() {
        BroadcastProcessor<ClusterEvent> happening = BroadcastProcessor.create();
        List<String> told = new ArrayList<>();
        ClusterEvents.fromFirstState(happening).subscribe().with(event -> told.add(event.type()));

        for (String type : List.of("write", "heartbeat", "cluster", "write", "cluster", "link")) {
            happening.onNext(new ClusterEvent(type, Map.of()));
        }

        assertThat(told).containsExactly("cluster", "write", "cluster", "link");
    }
}
