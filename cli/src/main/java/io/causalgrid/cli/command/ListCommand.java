package io.causalgrid.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causalgrid.cli.kv.JsonForms;
import io.causalgrid.cli.kv.KvException;
import io.causalgrid.cli.kv.Shown;
import io.causalgrid.cli.terminal.Colour;
import io.causalgrid.cli.terminal.Format;
import io.causalgrid.kv.client.CausalSession;
import io.causalgrid.kv.client.value.Entry;
import io.causalgrid.kv.client.value.KeyInfo;
import io.causalgrid.kv.client.value.Page;
import io.causalgrid.kv.client.value.PageRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows which keys there are. */
@Command(
        name = "list",
        description = {
            "Shows the keys that begin with a prefix, in the order of their bytes: all of them, page by page. A page is one"
                    + " causal snapshot, the whole is not.",
            "As JSON one line a key: {\"key\",\"etag\",\"versions\"}, with --values as get gives it."
        })
public final class ListCommand extends StoreCommand {

    private static final int PAGE_MAX = 1000;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec command;

    @Parameters(arity = "0..1", paramLabel = "PREFIX", description = "What the keys begin with (default: all keys).")
    private String prefix = "";

    @Option(names = "--values", description = "With their values; in the table, the beginning of each.")
    private boolean values;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many keys.")
    private @Nullable Long limit;

    @Override
    int run(CausalSession session) {
        if (limit != null && limit < 1) {
            throw new ParameterException(command.commandLine(), "--limit must be at least 1");
        }
        String from = KeyName.intact(prefix);
        if (values) {
            titles(entryRow("KEY", "VERSIONS", "TYPE", "VALUE"));
            printAll(page -> session.entries(from, page), this::print);
        } else {
            titles(keyRow("KEY", "VERSIONS", "ETAG"));
            printAll(page -> session.keys(from, page), this::print);
        }
        return ExitCode.OK;
    }

    private <T> void printAll(Function<PageRequest, Page<T>> pages, Function<T, String> line) {
        long left = limit == null ? Long.MAX_VALUE : limit;
        Optional<PageRequest> next = Optional.of(PageRequest.first().limit((int) Math.min(left, PAGE_MAX)));
        while (next.isPresent()) {
            Page<T> page = pages.apply(next.get());
            page.items().forEach(item -> terminal().print(line.apply(item)));
            if (terminal().isClosed()) {
                throw new KvException("Standard output does not take what is to be printed");
            }
            left -= page.items().size();
            int size = (int) Math.min(left, PAGE_MAX);
            next = size == 0
                    ? Optional.empty()
                    : page.next().map(name -> PageRequest.first().limit(size).after(name));
        }
    }

    private String print(KeyInfo key) {
        return switch (format()) {
            case JSON -> line(JsonForms.key(key));
            case TEXT -> keyRow(Shown.oneLine(key.key()), Integer.toString(key.versions()), key.etag());
        };
    }

    private String print(Entry entry) {
        ObjectNode document = JsonForms.entry(entry);
        return switch (format()) {
            case JSON -> line(document);
            case TEXT ->
                entryRow(
                        Shown.oneLine(document.path("key").asText()),
                        Integer.toString(entry.versions()),
                        Shown.oneLine(entry.value().contentType()),
                        Shown.beginning(entry.value()));
        };
    }

    private void titles(String titles) {
        if (format() == Format.TEXT) {
            terminal().print(terminal().coloured(Colour.BOLD, titles));
        }
    }

    private static String line(ObjectNode document) {
        return document.toString();
    }

    private static String keyRow(String key, String versions, String etag) {
        return String.format(Locale.ROOT, "%-40s  %8s  %s", key, versions, etag);
    }

    private static String entryRow(String key, String versions, String type, String value) {
        return String.format(Locale.ROOT, "%-40s  %8s  %-28s  %s", key, versions, type, value);
    }
}
