package io.causalgrid.grid.service.config;

import io.causalgrid.grid.core.allocation.AllocationDefaults;
import io.causalgrid.grid.core.allocation.KnownPolicy;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The settings of the charging service. Those of a role that is off have no effect. */
@ConfigMapping(prefix = "causalgrid.grid")
public interface GridConfig {
    /** What this process does. */
    @WithDefault("gateway,balancer,substation")
    @NotEmpty
    Set<Role> roles();

    /** The process's name in logs and metrics. */
    @WithDefault("grid")
    String name();

    /** The balancers a gateway passes requests on to; this process if not given. */
    Optional<List<URI>> balancers();

    /**
     * The substations a balancer knows, each as ID=URL, in order of preference; this process's if not given. One that may move has
     * an entry for each of its addresses.
     */
    Optional<List<@Pattern(regexp = "[a-z0-9][a-z0-9-]{0,31}=https?://[^/]+/?") String>> substations();

    /** Simulated seconds in a real second. */
    @WithDefault("1")
    @DecimalMin("0.001")
    @DecimalMax("3600")
    double timeScale();

    /** The substation role. */
    SubstationConfig substation();

    /** The balancer role. */
    BalancerConfig balancer();

    /** The gateway role. */
    GatewayConfig gateway();

    /** Where a substation keeps what it decides: store, or memory for tests and dev mode. */
    @WithDefault("store")
    @Pattern(regexp = "store|memory")
    String journal();

    /** The store. */
    StoreConfig store();

    /** The owner of a substation. */
    OwnerConfig owner();

    /** Calls to other processes. */
    PeerConfig peer();

    /** Server-sent events. */
    EventsConfig events();

    /** The substation role. */
    interface SubstationConfig {
        /** Its name, the beginning of its sessions' ids. */
        @WithDefault("substation1")
        @Pattern(regexp = "[a-z0-9][a-z0-9-]{0,31}")
        String id();

        /** The address at which others reach it; this process's own if not given. */
        Optional<URI> url();

        /** The file that describes its network and connectors; without one it is a simple bus of the limit and connectors below. */
        Optional<Path> site();

        /** The power it may give out, in kilowatts, without a site. */
        @WithDefault("250")
        @DecimalMin("0")
        @DecimalMax("1000000")
        double limitKw();

        /** Vehicles it can hold, without a site. */
        @WithDefault("200")
        @Min(1)
        @Max(100_000)
        int connectors();

        /** How it divides its power. */
        @WithDefault(AllocationDefaults.POLICY)
        @WithConverter(PolicyConverter.class)
        KnownPolicy policy();

        /** What optimised is for: from 0, the most energy, to 1, the most sessions fully served. */
        @WithDefault("" + AllocationDefaults.FULLY_SERVED)
        @DecimalMin("0")
        @DecimalMax("1")
        double fullyServed();

        /** The share of virtual vehicles and charge points that do not do as they should. */
        @WithDefault("0")
        @DecimalMin("0")
        @DecimalMax("1")
        double misbehaving();

        /** How long optimised, horizon and surplus may take each time; after that it is least-laxity for once. */
        @WithDefault(AllocationDefaults.SOLVER_MILLIS + "ms")
        Duration optimiserTime();

        /** How often vehicles charge and power is divided anew, in real time. */
        @WithDefault("1s")
        Duration tick();

        /** How long a turn lasts when not everyone can have 6 A at once, in simulated time. */
        @WithDefault(AllocationDefaults.TURN_MINUTES + "m")
        Duration turn();

        /** How long the policy may leave a vehicle without current before it is owed a turn, in simulated time. */
        @WithDefault(AllocationDefaults.PATIENCE_MINUTES + "m")
        Duration turnWait();

        /** How often power is divided anew at the most when sessions come and go, in real time. */
        @WithDefault("100ms")
        Duration division();

        /** How often delivered energy is written down, in real time. */
        @WithDefault("5s")
        Duration progress();

        /** How long a connector is kept for a request that is not confirmed, in real time. */
        @WithDefault("3s")
        Duration reservationAge();

        /** How long an answer may wait for the journal; after that the request is taken back, or in doubt. */
        @WithDefault("2s")
        Duration patience();

        /** Requests that may wait for the substation's thread. */
        @WithDefault("1000")
        @Min(1)
        int queue();

        /** Idempotency keys remembered after their session ended. */
        @WithDefault("10000")
        @Min(1)
        int keysMax();

        /** How long such a key is remembered at the most. */
        @WithDefault("15m")
        Duration keyAge();

        /** Ended sessions that can still be looked at. */
        @WithDefault("1000")
        @Min(1)
        int endedMax();
    }

    /** The balancer role. */
    interface BalancerConfig {
        /** How it picks: least-loaded or power-of-two-choices. */
        @WithDefault("least-loaded")
        @Pattern(regexp = "least-loaded|power-of-two-choices")
        String policy();

        /** How long one substation may take to answer a request. */
        @WithDefault("2500ms")
        Duration attemptTimeout();

        /** How long a request may take over all substations tried. */
        @WithDefault("6s")
        Duration deadline();

        /** How often each substation is asked for its load. */
        @WithDefault("1s")
        Duration pollPeriod();

        /** How often a substation that did not answer is asked. */
        @WithDefault("100ms")
        Duration downPollPeriod();

        /** How long a substation may take to tell its load. */
        @WithDefault("2s")
        Duration pollTimeout();

        /** Requests that may be under way at once. */
        @WithDefault("10000")
        @Min(1)
        int requestsMax();

        /** The circuit breaker of each substation. */
        BreakerConfig breaker();
    }

    /** The store. */
    interface StoreConfig {
        /** The addresses of all its replicas, the preferred one first; needed where the journal is in the store. */
        Optional<List<URI>> replicas();

        /** How long one attempt at one replica may take. */
        @WithDefault("1500ms")
        Duration timeout();
    }

    /** The owner of a substation. */
    interface OwnerConfig {
        /** How long a claim on the substation lasts without being renewed; so long nobody owns it after a crash. */
        @WithDefault("6s")
        Duration lease();

        /** By how much two machines' clocks may differ over the length of a lease or a reservation. */
        @WithDefault("1s")
        Duration skew();

        /** After how many batches of the journal the whole is written down anew. */
        @WithDefault("500")
        @Min(1)
        @Max(900)
        int bookEvery();
    }

    /** The gateway role. */
    interface GatewayConfig {
        /** How long one balancer may take to answer; longer than the balancer's own deadline. */
        @WithDefault("7s")
        Duration attemptTimeout();

        /** How long a request may take over all balancers tried. */
        @WithDefault("15s")
        Duration deadline();

        /** How often each balancer is asked for its substations. */
        @WithDefault("1s")
        Duration pollPeriod();

        /** The circuit breaker of each balancer. */
        BreakerConfig breaker();
    }

    /** A circuit breaker: opens when too many of the last calls failed, lets one through again after a delay. */
    interface BreakerConfig {
        /** Calls looked back on. */
        @WithDefault("8")
        @Min(1)
        int window();

        /** Share of failed calls that opens it. */
        @WithDefault("0.5")
        @DecimalMin("0.01")
        @DecimalMax("1")
        double failureRatio();

        /** How long it stays open before one call may try. */
        @WithDefault("2s")
        Duration delay();
    }

    /** Calls to other processes. */
    interface PeerConfig {
        /** Connections to each other process. */
        @WithDefault("256")
        @Min(1)
        int connections();

        /** Calls to a process that may wait for a connection. */
        @WithDefault("1024")
        @Min(1)
        int waiting();

        /** How long connecting may take. */
        @WithDefault("2s")
        Duration connectTimeout();
    }

    /** Server-sent events. */
    interface EventsConfig {
        /** Events kept for a client that does not read; one more and it is disconnected. */
        @WithDefault("256")
        @Min(1)
        int buffer();

        /** Clients connected at once. */
        @WithDefault("256")
        @Min(1)
        int clientsMax();

        /** How often a comment is sent to keep a connection open. */
        @WithDefault("15s")
        Duration heartbeat();
    }
}
