package io.causalgrid.dashboard.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** What the dashboard watches and how much it spends on it. */
@ConfigMapping(prefix = "causalgrid.dashboard")
public interface DashboardConfig {
    /** The replicas to watch, {@code NAME=URL}, in the order to show them. */
    @WithDefault("node0=http://127.0.0.1:5000,node1=http://127.0.0.1:5001,node2=http://127.0.0.1:5002")
    @NotEmpty
    @Size(max = 32)
    List<NamedAddress> replicas();

    /** The gateway of the charging service. */
    @WithDefault("http://127.0.0.1:8081")
    URI gateway();

    /** How many recent events are kept and shown. */
    @WithDefault("60")
    @Min(1)
    @Max(1000)
    int eventsMax();

    /** How many characters of a value read from the store are shown. */
    @WithDefault("4000")
    @Min(100)
    @Max(1_000_000)
    int valueCharsMax();

    /** How browsers are served. */
    Browsers browsers();

    /** How replicas and the gateway are asked. */
    Upstream upstream();

    /** How browsers are served. */
    interface Browsers {
        /** How many event streams may be open at once; one more gets a 503. */
        @WithDefault("64")
        @Min(1)
        @Max(10_000)
        int max();

        /** The least time between two renderings. */
        @WithDefault("150ms")
        @DurationMin(millis = 50)
        @DurationMax(seconds = 10)
        Duration frameInterval();

        /** How often a sign of life is sent on a stream; a page that hears nothing for 40 s connects again. */
        @WithDefault("15s")
        @DurationMin(millis = 100)
        @DurationMax(seconds = 30)
        Duration heartbeat();

        /** How long a figure that changed stays highlighted. */
        @WithDefault("2s")
        @DurationMin(millis = 0)
        @DurationMax(minutes = 1)
        Duration highlight();
    }

    /** How replicas and the gateway are asked. */
    interface Upstream {
        /** How often the gateway is asked for its substations. */
        @WithDefault("1s")
        @DurationMin(millis = 50)
        @DurationMax(minutes = 1)
        Duration pollInterval();

        /** How long to wait for an answer, and for a connection. */
        @WithDefault("3s")
        @DurationMin(millis = 50)
        @DurationMax(minutes = 1)
        Duration requestTimeout();

        /** The mean wait before the first attempt to reconnect; doubles with each failure. */
        @WithDefault("250ms")
        @DurationMin(millis = 10)
        @DurationMax(minutes = 1)
        Duration reconnectDelay();

        /** The longest mean wait between attempts to reconnect. */
        @WithDefault("5s")
        @DurationMin(millis = 10)
        @DurationMax(minutes = 5)
        Duration reconnectDelayMax();

        /** A replica whose stream is silent for this long counts as unreachable; it speaks every 2 s when well. */
        @WithDefault("8s")
        @DurationMin(millis = 100)
        @DurationMax(minutes = 5)
        Duration silenceMax();
    }
}
