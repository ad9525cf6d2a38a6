package io.causalgrid.kv.service.watch;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A client whose connection takes so many writes and then waits until it is drained. */
final class FakeClient implements Client, WriteStream<Buffer> {
    final Queue<Runnable> loop = new ArrayDeque<>();
    final List<HttpProblem> refusals = new ArrayList<>();
    final List<Buffer> writes = new ArrayList<>();
    int room = Integer.MAX_VALUE;
    boolean closed;
    String firstId = "";
    private final Outlet outlet;

    @Nullable
    Watch watch;

    private @Nullable Handler<Void> drained;

    FakeClient(Outlet.Limits limits) {
        this.outlet = new Outlet(this, List::of, limits, new WatchMetrics(new SimpleMeterRegistry()));
    }

    Watch watch() {
        return Objects.requireNonNull(watch);
    }

    /** The client reads what was written, and its connection takes that many writes more. */
    void drain(int more) {
        room = more;
        Handler<Void> handler = drained;
        drained = null;
        if (handler != null) {
            handler.handle(null);
        }
    }

    /** What was written, event by event, without heartbeats. */
    List<String> events() {
        return blocks().filter(block -> !block.startsWith(":")).toList();
    }

    /** What was written, event by event. */
    Stream<String> blocks() {
        var all = Buffer.buffer();
        writes.forEach(all::appendBuffer);
        return Stream.of(all.toString().split("\n\n")).filter(block -> !block.isEmpty());
    }

    /** The keys of all change events. */
    List<String> keys() {
        return events().stream()
                .filter(event -> event.contains("event: change"))
                .map(event -> event.replaceAll("(?s).*?\"key\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    /** The id from which the client would resume. */
    String lastId() {
        return blocks().flatMap(String::lines)
                .filter(line -> line.startsWith("id: "))
                .map(line -> line.substring(4))
                .reduce(firstId, (_, last) -> last);
    }

    @Override
    public void execute(Runnable task) {
        loop.add(task);
    }

    @Override
    public Outlet open() {
        return outlet;
    }

    @Override
    public void refuse(HttpProblem problem) {
        refusals.add(problem);
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public Future<Void> write(Buffer bytes) {
        writes.add(bytes);
        room--;
        return Future.succeededFuture();
    }

    @Override
    public void write(Buffer bytes, @Nullable Handler<AsyncResult<Void>> handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean writeQueueFull() {
        return room <= 0;
    }

    @Override
    public WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
        drained = handler;
        return this;
    }

    @Override
    public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
        return this;
    }

    @Override
    public void end(@Nullable Handler<AsyncResult<Void>> handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public WriteStream<Buffer> setWriteQueueMaxSize(int size) {
        return this;
    }
}
