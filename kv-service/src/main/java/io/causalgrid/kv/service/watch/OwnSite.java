package io.causalgrid.kv.service.watch;

import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.core.log.Subscription;
import io.causalgrid.kv.core.replica.History;
import io.causalgrid.kv.service.site.Site;
import io.causalgrid.kv.service.storage.SiteStorage;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** This process's site. */
@Singleton
class OwnSite implements WatchedSite {
    private final Site site;
    private final SiteStorage storage;

    OwnSite(Site site, SiteStorage storage) {
        this.site = site;
        this.storage = storage;
    }

    @Override
    public LogPoint now() {
        return site.point().log();
    }

    @Override
    public CompletionStage<Void> whenApplied(VersionVector vector) {
        return site.whenApplied(applied -> applied.includes(vector));
    }

    @Override
    public CompletionStage<Optional<Subscription>> openHistory(
            VersionVector seen, Executor executor, History.Sink sink) {
        return site.ask(replica -> replica.openHistory(seen, executor, sink).map(Subscription.class::cast))
                .subscribeAsCompletionStage();
    }

    @Override
    public View view() {
        return new StorageView(storage.state().view());
    }
}
