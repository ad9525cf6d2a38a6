package io.causalgrid.kv.service.config;

import io.causalgrid.kv.core.log.Durability;
import io.causalgrid.kv.core.membership.Member;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One replica of the store. */
@ConfigMapping(prefix = "causalgrid.kv")
public interface KvConfig {
    /** The name of this site; one of the members. */
    @WithDefault("node0")
    String site();

    /**
     * The name that the members' disks bear, so that none of them is ever taken for another cluster's. The same at every
     * site, and never changed.
     */
    @WithDefault("causalgrid")
    @Pattern(regexp = "[A-Za-z0-9._-]{1,64}")
    String clusterId();

    /**
     * All members, NAME=URL each, in the order of the arrays of the simple API: the cluster as it begins. Later changes
     * come through the REST API and stay in the store. A site that joins names itself and those that are there.
     */
    @WithDefault("node0=http://127.0.0.1:5000,node1=http://127.0.0.1:5001,node2=http://127.0.0.1:5002")
    @Size(min = 1, max = 16)
    List<@WithConverter(MemberConverter.class) @NotNull Member> members();

    /**
     * What the members have in common and nobody else knows: peers prove that they have it, and causality tokens are
     * signed with it. It never crosses the wire. Without it neither is checked.
     */
    Optional<@Size(min = 16) String> clusterSecret();

    /** Where this site keeps its data; nobody else may. */
    @WithDefault("data/${causalgrid.kv.site:node0}")
    Path dataDir();

    /** Where backups go, each in a directory of its own. */
    @WithDefault("${causalgrid.kv.data-dir:data/${causalgrid.kv.site:node0}}/backups")
    Path backupDir();

    /** How long a silent member keeps the others from forgetting log records that it has not got. */
    @WithDefault("24h")
    Duration retention();

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

    /** About how much memory they may take together, likewise; a single larger one may all the same. */
    @WithDefault("16M")
    MemorySize bufferSize();

    /** The memory for what clients send and get. */
    Memory memory();

    /** The log. */
    @Valid
    Log log();

    /** The materialised data. */
    @Valid
    State state();

    /** How this site fetches the others' writes. */
    @Valid
    Replication replication();

    /** The stream of events. */
    @Valid
    Events events();

    /** The clients that watch for changes. */
    @Valid
    Watch watch();

    /** The memory for what clients send and get. */
    interface Memory {
        /** The requests with more than 16 KiB that are under way, together; more wait for their turn. */
        @WithDefault("16M")
        MemorySize requests();

        /** The answers of more than 16 KiB that are under way, together; more wait for their turn. */
        @WithDefault("16M")
        MemorySize answers();
    }

    /** The log. */
    interface Log {
        /** The size at which the log is full and writes get 507. It is kept small as long as all members can be reached. */
        @WithDefault("8G")
        MemorySize maxSize();

        /** The size of one of its files, and so how finely it forgets. */
        @WithDefault("64M")
        MemorySize segmentSize();

        /**
         * When a write is answered: {@code fsync} when the disk has it, one sync for all that wait; {@code interval} at
         * once, with a sync at each interval. In the second case a crash of the machine may lose what was written since.
         */
        @WithDefault("fsync")
        Durability durability();

        /** The interval of the durability of that name. */
        @WithDefault("50ms")
        Duration syncInterval();

        /** How much of the disk is left free: with less, writes get 507. The data need it to be put in order. */
        @WithDefault("128M")
        MemorySize minFreeSpace();
    }

    /** The materialised data. */
    interface State {
        /** How much of it is kept in memory for reading, outside the heap. */
        @WithDefault("64M")
        MemorySize cacheSize();

        /** How much of what is written is collected in memory, outside the heap, before it goes to disk. */
        @WithDefault("16M")
        MemorySize bufferSize();
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

        /** About how much memory they may take together, likewise. */
        @WithDefault("4M")
        MemorySize windowSize();

        /** How long a snapshot is kept for a site that has begun to fetch it and has gone silent. */
        @WithDefault("10m")
        Duration snapshotTimeout();

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

    /** The clients that watch for changes. */
    interface Watch {
        /** How many may watch at once; more get 503. */
        @WithDefault("2000")
        @Min(1)
        int maxClients();

        /** To how many of them events are sent compressed, if they want that; each takes about 256 KiB outside the heap. */
        @WithDefault("64")
        @Min(0)
        int maxCompressed();

        /** How many events may wait for a client that reads too slowly, before it is disconnected. */
        @WithDefault("4096")
        @Min(1)
        int queueEvents();

        /** How many bytes of events may wait, likewise; a single larger event may all the same. */
        @WithDefault("4M")
        MemorySize queueSize();

        /** How often each client gets a sign of life. One that reads nothing for so long is disconnected. */
        @WithDefault("15s")
        Duration heartbeat();
    }
}
