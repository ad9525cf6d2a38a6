package io.causalgrid.kv.client.example;

import io.causalgrid.kv.client.CausalGridClient;
import io.causalgrid.kv.client.CausalSession;
import io.causalgrid.kv.client.value.Entry;
import io.causalgrid.kv.client.value.Key;
import io.causalgrid.kv.client.value.Value;
import io.causalgrid.kv.client.value.WriteOptions;
import io.causalgrid.kv.client.watch.Watch;
import io.causalgrid.kv.client.watch.WatchEvent;
import io.causalgrid.kv.client.watch.WatchRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The example of the client's Javadoc. To run it: {@code ./causalgrid up}, then this class' main method. */
public final class FirstSession {
    private FirstSession() {}

    /** Takes the addresses of a cluster's replicas, the preferred one first; none for those of {@code ./causalgrid up}. */
    public static void main(String... endpoints) throws InterruptedException {
        URI[] uris = endpoints.length == 0
                ? new URI[] {URI.create("http://127.0.0.1:5000"), URI.create("http://127.0.0.1:5001")}
                : Arrays.stream(endpoints).map(URI::create).toArray(URI[]::new);
        run(uris);
    }

    /** The example itself. */
    public static void run(URI... endpoints) throws InterruptedException {
        // @start region="session"
        try (CausalGridClient client = CausalGridClient.builder(endpoints)
                .deadline(Duration.ofSeconds(20))
                .build()) {

            CausalSession session = client.session();
            session.put("greeting", "hello");
            show(session.get("greeting").map(Entry::text).orElse("nothing")); // hello

            // Only if nobody else has written since: else a ConditionFailedException.
            Entry seen = session.get("greeting").orElseThrow();
            session.put(
                    Key.of("greeting"),
                    Value.text("hello, world"),
                    WriteOptions.none().ifMatch(seen.etag()));

            // Another process, perhaps at another replica, sees all that this one has seen.
            String token = session.token().orElseThrow();
            CompletionStage<String> text = client.session(token)
                    .async()
                    .get("greeting")
                    .thenApply(entry -> entry.orElseThrow().text());
            show(text.toCompletableFuture().join()); // hello, world
        }
        // @end
    }

    /** Watches keys until one of them has changed. */
    public static void watch(CausalGridClient client) throws InterruptedException {
        // @start region="watch"
        var changed = new CountDownLatch(1);
        try (Watch watch = client.watch(WatchRequest.beginning("sensors/"), event -> {
            switch (event) {
                case WatchEvent.StartedOver over -> show("forget what was: " + over.reason());
                case WatchEvent.State state -> show(state.entries());
                case WatchEvent.Ready _ -> show("that is all there is; from here on, what changes");
                case WatchEvent.Changed transaction -> {
                    show(transaction.changes());
                    changed.countDown();
                }
            }
        })) {
            var _ = changed.await(20, TimeUnit.SECONDS);
            show("a later watch may go on after " + watch.token().orElse("the beginning"));
        }
        // @end
    }

    private static void show(Object what) {
        System.out.println(what);
    }
}
