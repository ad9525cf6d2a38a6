package io.causalgrid.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortHolderTest {

    @Test
    void theHolderOfAPortIsFoundByItsPid() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThat(PortHolder.isFree(socket.getLocalPort())).isFalse();
            assertThat(PortHolder.of(socket.getLocalPort())).hasValueSatisfying(holder -> {
                assertThat(holder.pid()).isEqualTo(ProcessHandle.current().pid());
                assertThat(holder.command()).contains("java");
            });
        }
    }

    @Test
    void aPortHeldOnAllAddressesIsNotFreeEither() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            assertThat(PortHolder.isFree(socket.getLocalPort())).isFalse();
            assertThat(PortHolder.of(socket.getLocalPort())).isPresent();
        }
    }

    @Test
    void aPortThatWasGivenUpIsFree() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        assertThat(PortHolder.isFree(port)).isTrue();
        assertThat(PortHolder.of(port)).isEmpty();
    }
}
