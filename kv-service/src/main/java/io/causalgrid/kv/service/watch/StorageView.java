package io.causalgrid.kv.service.watch;

import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.core.state.ReplicaState.KeyedRegister;
import io.causalgrid.kv.service.storage.StateView;
import java.util.List;
import java.util.Optional;

/** The data of one moment, from RocksDB. */
record StorageView(StateView view) implements WatchedSite.View {
    @Override
    public LogPoint point() {
        return view.point().log();
    }

    @Override
    public List<KeyedRegister> page(String prefix, Optional<String> after, long bytesMax) {
        return view.page(prefix, after, bytesMax);
    }

    @Override
    public void close() {
        view.close();
    }
}
