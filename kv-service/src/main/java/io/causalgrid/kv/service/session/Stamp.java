package io.causalgrid.kv.service.session;

import io.causalgrid.http.edge.AnswerHead;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.service.site.Site;
import io.vertx.core.MultiMap;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** What every answer bears: what its client has seen with it, and whose it is. Any thread. */
@Singleton
public class Stamp implements AnswerHead {
    private final Site site;
    private final Tokens tokens;
    private volatile @Nullable Written last;

    private record Written(SiteId site, String text) {}

    Stamp(Site site, Tokens tokens) {
        this.site = site;
        this.tokens = tokens;
    }

    /** The token that covers all that has been read here up to now. */
    public String token() {
        return tokens.write(site.shown());
    }

    /** The identity of this site, as {@link SessionGate#SERVED_BY} has it. */
    public String servedBy() {
        SiteId self = site.self();
        Written written = last; // its identity hardly ever changes
        if (written == null || !written.site().equals(self)) {
            written = new Written(self, self.toString());
            last = written;
        }
        return written.text();
    }

    /** Puts both into an answer's head. A token that is in it already is the client's own, and stays. */
    @Override
    public void putOn(MultiMap head) {
        if (!head.contains(SessionGate.TOKEN)) {
            head.set(SessionGate.TOKEN, token());
        }
        head.set(SessionGate.SERVED_BY, servedBy());
    }
}
