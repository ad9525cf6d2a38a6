package io.causalgrid.cli.kv;

import io.causalgrid.kv.client.CausalSession;
import io.causalgrid.kv.client.value.Entry;
import io.causalgrid.kv.client.value.Page;
import io.causalgrid.kv.client.value.PageRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes keys and their values as lines, page by page. A page is one causal snapshot; since the pages are read one after
 * another in one session, a later page is never behind an earlier one, but the whole is no snapshot.
 */
public final class Exporter {

    private final CausalSession session;
    private final String prefix;
    private final int pageEntries;
    private final Consumer<Counts> progress;

    /**
     * How much was written.
     *
     * @param severalVersions keys with concurrent versions, of which only the winner was written
     */
    public record Counts(long keys, long bytes, long severalVersions) {

        private Counts plus(Page<Entry> page, int moreBytes) {
            long several =
                    page.items().stream().filter(entry -> entry.versions() > 1).count();
            return new Counts(keys + page.items().size(), bytes + moreBytes, severalVersions + several);
        }
    }

    /** @param progress hears after every page how much there is so far */
    public Exporter(CausalSession session, String prefix, int pageEntries, Consumer<Counts> progress) {
        this.session = session;
        this.prefix = prefix;
        this.pageEntries = pageEntries;
        this.progress = progress;
    }

    /**
     * Writes all that there is.
     *
     * @param after a key; only those behind it are written
     */
    public Counts run(Optional<String> after, OutputStream out) throws IOException {
        var counts = new Counts(0, 0, 0);
        PageRequest request = PageRequest.first().limit(pageEntries);
        Optional<PageRequest> next = Optional.of(after.map(request::after).orElse(request));
        while (next.isPresent()) {
            Page<Entry> page = session.entries(prefix, next.get());
            byte[] lines = lines(page);
            out.write(lines);
            out.flush();
            counts = counts.plus(page, lines.length);
            progress.accept(counts);
            next = page.next().map(request::after);
        }
        return counts;
    }

    private static byte[] lines(Page<Entry> page) {
        var lines = new ByteArrayOutputStream();
        page.items().forEach(entry -> lines.writeBytes(ExportLine.of(entry).format()));
        return lines.toByteArray();
    }
}
