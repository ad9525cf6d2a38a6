package io.causalgrid.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.process.Role;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Clients that begin requests and never finish them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowSendersSystemTest {
    private static final int SENDERS = 8_000; // and as many file descriptors on either side
    private static final int SENDERS_OF_AN_ADDRESS = 10_000; // fewer than there are ports

    private LocalCluster cluster;
    private URI replica;

    @BeforeAll
    void start() {
        cluster = Clusters.start(Set.of(Role.REPLICA), config -> config.replicas(1));
        replica = Clusters.url(cluster, "node0");
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Test
    void thousandsOfHalfRequestsDoNotKeepOthersOut() throws IOException {
        List<SocketChannel> senders = new ArrayList<>();
        try {
            for (int i = 0; i < SENDERS; i++) {
                senders.add(halfRequest(i));
            }

            for (int i = 0; i < 20; i++) {
                assertThat(Http.putText(replica, "/v1/kv/others", "value " + i, Map.of())
                                .status())
                        .isEqualTo(204);
            }

            assertThat(Http.get(replica, "/v1/kv/half").status()).isEqualTo(404);
        } finally {
            for (SocketChannel sender : senders) {
                sender.close();
            }
        }
    }

    /** Half of the senders stop in the middle of the head, the others in the middle of the body. */
    private SocketChannel halfRequest(int index) throws IOException {
        var channel = SocketChannel.open();
        channel.bind(new InetSocketAddress("127.0.0." + (2 + index / SENDERS_OF_AN_ADDRESS), 0));
        channel.connect(new InetSocketAddress(replica.getHost(), replica.getPort()));
        String head = "PUT /v1/kv/half HTTP/1.1\r\nHost: replica\r\nContent-Length: 100\r\n";
        String sent = index % 2 == 0 ? head : head + "\r\nthe first half";
        channel.write(ByteBuffer.wrap(sent.getBytes(StandardCharsets.US_ASCII)));
        return channel;
    }
}
