package io.causalgrid.kv.core.membership;

import io.causalgrid.kv.core.clock.SiteId;
import java.net.URI;

/**
 * A member of the cluster.
 *
 * @param name unique in the cluster
 * @param url where its HTTP API is, without a path
 */
public record Member(String name, URI url) {
    /** @throws IllegalArgumentException if the name or the URL is not of the form described, with a text for people */
    public Member {
        if (!SiteId.isName(name)) {
            throw new IllegalArgumentException("'" + name + "' is not a member's name: use a-z, 0-9, '.' and '-'");
        }
        if (!"http".equals(url.getScheme())
                || url.getHost() == null
                || url.getPort() < 1
                || !url.getPath().isEmpty()) {
            throw new IllegalArgumentException("the URL of " + name + " must be http://HOST:PORT, not " + url);
        }
    }
}
