package io.causalgrid.kv.service.config;

import io.causalgrid.kv.core.clock.SiteId;
import java.net.URI;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * A member of the cluster as configured, in the form {@code NAME=URL}.
 *
 * @param name unique in the cluster
 * @param url where its HTTP API is, without a path
 */
public record Member(String name, URI url) {
    public Member {
        if (!SiteId.isName(name)) {
            throw new IllegalArgumentException("'" + name + "' is not a member's name: use a-z, 0-9, '.' and '-'");
        }
        if (!"http".equals(url.getScheme()) || url.getHost() == null || url.getPort() < 1) {
            throw new IllegalArgumentException("the URL of " + name + " must be http://HOST:PORT, not " + url);
        }
    }

    /** Reads the configured form. */
    public static final class Reader implements Converter<Member> {
        private static final long serialVersionUID = 1L;

        @Override
        public Member convert(String text) {
            int equals = text.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("a member is NAME=URL, not '" + text + "'");
            }
            String name = text.substring(0, equals).strip();
            return new Member(name, URI.create(text.substring(equals + 1).strip()));
        }
    }
}
