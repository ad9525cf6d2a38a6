package io.causalgrid.kv.service.watch;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.service.session.CausalityToken;
import io.causalgrid.kv.service.session.SiteFingerprints;
import io.causalgrid.kv.service.session.Tokens;
import java.util.Optional;
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
    public Optional<CausalityToken> read(String text) {
        return Optional.of(new CausalityToken(ENTRY.matcher(text)
                .results()
                .map(entry -> new CausalityToken.Entry(
                        SiteFingerprints.of(new SiteId(entry.group(1), entry.group(2))),
                        Long.parseLong(entry.group(3))))
                .toList()));
    }
}
