package io.causalgrid.kv.service.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One replica of the store. */
@ConfigMapping(prefix = "causalgrid.kv")
public interface KvConfig {
    /** The name of this site; one of the members. */
    @WithDefault("node0")
    String site();

    /** All members, NAME=URL each, in the order of the arrays of the simple API. The same at every site. */
    @WithDefault("node0=http://127.0.0.1:5000,node1=http://127.0.0.1:5001,node2=http://127.0.0.1:5002")
    @Size(min = 1, max = 16)
    List<@WithConverter(Member.Reader.class) @NotNull Member> members();

    /**
     * What the members have in common and nobody else knows: peers prove that they have it, and causality tokens are
     * signed with it. It never crosses the wire. Without it neither is checked.
     */
    Optional<@Size(min = 16) String> clusterSecret();

    /** How far a write's timestamp may lie ahead of the local clock before it is reported. */
    @WithDefault("60s")
    Duration maxClockDrift();

    /** The longest key, in bytes of UTF-8. */
    @WithDefault("1024")
    @Min(1)
    @Max(65536)
    int maxKeyBytes();

    /** The largest value. */
    @WithDefault("1M")
    MemorySize maxValueSize();

    /** How many writes may be under way at once; more are refused with 503. */
    @WithDefault("10000")
    @Min(1)
    int maxWritesInFlight();

    /** How many transactions may wait for their causes. When the buffer is full, the streams pause. */
    @WithDefault("10000")
    @Min(1)
    int bufferCapacity();

    /** The log. */
    @Valid
    Log log();

    /** How this site fetches the others' writes. */
    @Valid
    Replication replication();

    /** The stream of events. */
    @Valid
    Events events();

    /** The log. */
    interface Log {
        /** The size at which the log is full and writes get 507. */
        @WithDefault("128M")
        MemorySize maxSize();
    }

    /** How this site fetches the others' writes. */
    interface Replication {
        /** How long a connection and the first answer of a peer may take. */
        @WithDefault("2s")
        Duration connectTimeout();

        /** A peer that says nothing for so long is gone. It says something at least twice a second. */
        @WithDefault("5s")
        Duration silenceTimeout();

        /** The wait after the first failure; it doubles with each one. */
        @WithDefault("100ms")
        Duration retryDelay();

        /** The longest wait between two attempts. */
        @WithDefault("5s")
        Duration retryDelayMax();

        /** How long an open circuit breaker refuses before it tries again. */
        @WithDefault("2s")
        Duration breakerDelay();

        /** How many received transactions may wait for the replica before the stream pauses. */
        @WithDefault("2048")
        @Min(1)
        int window();

        /** How many log records are sent at once. */
        @WithDefault("256")
        @Min(1)
        int batchRecords();
    }

    /** The stream of events. */
    interface Events {
        /** How many clients may listen at once. */
        @WithDefault("64")
        @Min(1)
        int maxClients();

        /** How many events a second are sent; the others are counted in the next one. */
        @WithDefault("100")
        @Min(1)
        int maxPerSecond();
    }
}
