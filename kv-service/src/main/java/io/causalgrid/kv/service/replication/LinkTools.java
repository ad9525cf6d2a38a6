package io.causalgrid.kv.service.replication;

import io.causalgrid.kv.service.config.KvConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.time.InstantSource;

/** What all links share. */
record LinkTools(
        KvConfig.Replication config,
        Vertx vertx,
        HttpClient client,
        PeerProof proof,
        InstantSource clock,
        LinkObserver observer) {}
