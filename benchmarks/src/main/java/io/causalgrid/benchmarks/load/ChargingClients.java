package io.causalgrid.benchmarks.load;

import io.causalgrid.benchmarks.load.HttpConnection.Answer;
import io.causalgrid.benchmarks.report.Latencies;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Clients that ask for a session and end it as soon as they have it, again and again, each on a connection of its own. None
 * repeats a request: what was not answered well is counted. A session that could not be ended is, when there is time.
 *
 * @param server whom they ask
 * @param count how many there are, and so how many sessions at one time at the most
 */
public record ChargingClients(URI server, int count) {
    private static final Duration LEAVING = Duration.ofSeconds(30);

    /** Asks for that time. */
    public Charges charge(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        return chargeUntil(() -> System.nanoTime() - end >= 0);
    }

    /** Asks until the condition holds; it may be asked by any thread. */
    public Charges chargeUntil(BooleanSupplier over) {
        long began = System.nanoTime();
        List<Future<Client>> working = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                var client = new Client(server, over);
                working.add(threads.submit(client::work, client));
            }
            long lastCounted = began;
            var latencies = new Latencies();
            var failures = new Failures();
            for (Future<Client> each : working) {
                Client client = each.get();
                latencies.addAll(client.latencies);
                failures.addAll(client.failures);
                lastCounted = Math.max(lastCounted, client.lastAnswered);
            }
            return new Charges(latencies, failures, Duration.ofNanos(lastCounted - began));
        } catch (ExecutionException e) {
            throw new LoadException("a client has failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadException("interrupted while clients ask", e);
        }
    }

    /**
     * What came of it.
     *
     * @param times of the requests that were answered with a session
     * @param failures all requests that were not answered well, those that end a session included
     * @param time from the first request to the last answer that counts
     */
    public record Charges(Latencies times, Failures failures, Duration time) {
        /** How many sessions a second there were. */
        public double perSecond() {
            return times.count() * 1e9 / Math.max(1, time.toNanos());
        }
    }

    /** One client; confined to its thread until that has ended. */
    private static final class Client {
        private static final String NO_ANSWER = "no answer";

        final Latencies latencies = new Latencies();
        final Failures failures = new Failures();
        long lastAnswered;

        private final URI server;
        private final BooleanSupplier over;
        private final Deque<String> left = new ArrayDeque<>();
        private @Nullable HttpConnection connection;

        Client(URI server, BooleanSupplier over) {
            this.server = server;
            this.over = over;
            this.lastAnswered = System.nanoTime();
        }

        void work() {
            try {
                while (!over.getAsBoolean()) {
                    charge();
                    endOne();
                }
                leave();
            } finally {
                disconnect();
            }
        }

        private void charge() {
            Map<String, String> headers = Map.of(
                    "Content-Type",
                    "application/json",
                    "Idempotency-Key",
                    UUID.randomUUID().toString());
            long began = System.nanoTime();
            Answer answer = send("POST", "/charge", headers, "{\"vehicle_id\":\"car\"}");
            if (answer == null) {
                failures.add(NO_ANSWER);
                return;
            }
            lastAnswered = answer.arrivedNanos();
            answer.header("Location").ifPresent(left::add);
            if (answer.status() == 200) {
                latencies.add(answer.arrivedNanos() - began);
            } else {
                failures.add(Failures.kind(answer));
            }
        }

        private void endOne() {
            String session = left.poll();
            if (session == null) {
                return;
            }
            Answer answer = send("DELETE", session, Map.of(), "");
            boolean hasEnded = answer != null && answer.status() / 100 == 2;
            if (!hasEnded) {
                failures.add("DELETE " + (answer == null ? NO_ANSWER : Failures.kind(answer)));
                left.add(session);
            }
        }

        /** Nobody counts any more; but what charges on would be in the next one's way. */
        private void leave() {
            long end = System.nanoTime() + LEAVING.toNanos();
            while (!left.isEmpty() && System.nanoTime() - end < 0) {
                String session = left.remove();
                Answer answer = send("DELETE", session, Map.of(), "");
                if (answer == null || answer.status() == 503) {
                    left.add(session);
                }
            }
        }

        private @Nullable Answer send(String method, String path, Map<String, String> headers, String body) {
            try {
                HttpConnection open = connection == null ? HttpConnection.to(server) : connection;
                connection = open;
                return open.send(method, path, headers, body);
            } catch (LoadException _) {
                disconnect();
                return null;
            }
        }

        private void disconnect() {
            if (connection != null) {
                connection.close();
                connection = null;
            }
        }
    }
}
