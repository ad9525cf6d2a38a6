package io.causalgrid.kv.service.watch;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tokens that a person can read, such as {@code node0~a=3,node1~a=1}. */
final class PlainTokens implements Tokens {
    private static final Pattern ENTRY = Pattern.compile("([^~,]+)~([^=]+)=(\\d+)");

    @Override
    public String write(VersionVector vector) {
        return vector.toMap().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
    }

    @Override
    public Optional<VersionVector> parse(String text) {
        var entries = new TreeMap<SiteId, Long>();
        ENTRY.matcher(text)
                .results()
                .forEach(
                        entry -> entries.put(new SiteId(entry.group(1), entry.group(2)), Long.valueOf(entry.group(3))));
        return Optional.of(VersionVector.of(entries));
    }
}
