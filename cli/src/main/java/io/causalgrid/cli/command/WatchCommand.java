package io.causalgrid.cli.command;

import io.causalgrid.cli.kv.JsonForms;
import io.causalgrid.cli.kv.KvException;
import io.causalgrid.cli.kv.Shown;
import io.causalgrid.cli.terminal.Format;
import io.causalgrid.cli.terminal.Terminal;
import io.causalgrid.kv.client.CausalGridClient;
import io.causalgrid.kv.client.value.Value;
import io.causalgrid.kv.client.watch.Change;
import io.causalgrid.kv.client.watch.WatchEvent;
import io.causalgrid.kv.client.watch.WatchRequest;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints changes as they happen. */
@Command(
        name = "watch",
        description = {
            "Prints what happens to the keys that begin with a prefix, in causal order, a line for each change, until Ctrl-C:"
                    + " = for what is there, + for a new value, - for one that has gone. When a replica fails it goes on at"
                    + " another, and leaves nothing out.",
            "With --token-file it goes on where the last watch with this file ended.",
            "As JSON one line an event: {\"event\":\"state\",\"changes\"}, {\"event\":\"ready\",\"token\"},"
                    + " {\"event\":\"change\",\"version\",\"timestamp\",\"token\",\"changes\"} for each transaction, and"
                    + " {\"event\":\"started-over\",\"reason\"}: the state follows again."
        })
public final class WatchCommand implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // by picocli
    private KvCommand kv;

    @Parameters(arity = "0..1", paramLabel = "PREFIX", description = "What the keys begin with (default: all keys).")
    private String prefix = "";

    @Option(
            names = "--from",
            paramLabel = "WHERE",
            description =
                    "now; beginning, for what is there and then what changes; or a token, for what changed after it"
                            + " (default: the token in --token-file if there is one, or else now).")
    private @Nullable String from;

    @Option(names = "--limit", paramLabel = "N", description = "End after so many transactions.")
    private @Nullable Long limit;

    @Mixin
    private final SessionOptions session = new SessionOptions();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        try (CausalGridClient client = kv.client(session)) {
            var printed = new Printed();
            var over = new CompletableFuture<Void>();
            try (var watch = client.watch(request(), event -> printed.take(event, over))) {
                var _ = watch.ended().whenComplete((_, failure) -> {
                    if (failure == null) {
                        over.complete(null);
                    } else {
                        over.completeExceptionally(failure);
                    }
                });
                over.join();
            }
        } catch (IOException e) {
            throw KvException.of(e);
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
        return ExitCode.OK;
    }

    private WatchRequest request() throws IOException {
        String start = KeyName.intact(prefix);
        if (from == null) {
            return session.token()
                    .map(token -> WatchRequest.after(token, start))
                    .orElseGet(() -> WatchRequest.now(start));
        }
        return switch (from) {
            case "now" -> WatchRequest.now(start);
            case "beginning" -> WatchRequest.beginning(start);
            default -> WatchRequest.after(from, start);
        };
    }

    /** Prints events, and keeps the token of what has been printed. On the watch's thread. */
    private final class Printed {

        private final Terminal terminal = kv.terminal();
        private long transactions;

        void take(WatchEvent event, CompletableFuture<Void> over) {
            if (over.isDone()) {
                return;
            }
            if (common.format() == Format.JSON) {
                terminal.printJsonLine(JsonForms.event(event));
            } else {
                print(event);
            }
            if (terminal.isClosed()) {
                throw new KvException("Standard output does not take what is to be printed");
            }
            token(event).ifPresent(this::keep);
            if (event instanceof WatchEvent.Changed && limit != null && ++transactions >= limit) {
                over.complete(null);
            }
        }

        private void print(WatchEvent event) {
            switch (event) {
                case WatchEvent.State state -> state.entries().forEach(entry -> terminal.print(line("=", entry)));
                case WatchEvent.Ready _ -> terminal.note("Watching; Ctrl-C ends it");
                case WatchEvent.Changed changed ->
                    changed.changes()
                            .forEach(change -> terminal.print(changed.timestamp() + "  "
                                    + line(change.value().isPresent() ? "+" : "-", change)));
                case WatchEvent.StartedOver(String reason) ->
                    terminal.note(
                            "Cannot go on from there (" + Shown.oneLine(reason) + "); this is what is there now:");
            }
        }

        private String line(String sign, Change change) {
            String value = change.value().map(Shown::beginning).orElse("");
            String type = change.value().map(Value::contentType).orElse("");
            return String.format(
                            Locale.ROOT, "%s %s  %s  %s", sign, Shown.oneLine(change.key()), Shown.oneLine(type), value)
                    .stripTrailing();
        }

        private Optional<String> token(WatchEvent event) {
            return switch (event) {
                case WatchEvent.Ready(String token) -> Optional.of(token);
                case WatchEvent.Changed changed -> Optional.of(changed.token());
                case WatchEvent.State _, WatchEvent.StartedOver _ -> Optional.empty();
            };
        }

        private void keep(String token) {
            try {
                session.keep(token);
            } catch (IOException e) {
                throw KvException.of(e);
            }
        }
    }
}
