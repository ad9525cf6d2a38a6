package io.causalgrid.systemtests;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One process' own way to each replica of the store, which can be cut for it alone. What is on its way over a link that is cut
 * waits, as it does on a network that has come apart, and arrives late when it heals.
 */
final class StoreLinks implements AutoCloseable {
    private static final int CHUNK_BYTES = 16 << 10;

    private final List<Link> links;
    private final int preferred;

    /**
     * Links to the replicas at these ports of this machine.
     *
     * @param preferred the replica that the process asks first
     */
    StoreLinks(List<Integer> ports, int preferred) {
        this.links = ports.stream().map(Link::new).toList();
        this.preferred = preferred;
    }

    int preferred() {
        return preferred;
    }

    /** Where the replicas are, for the process whose links these are, beginning with the one that it prefers. */
    String addresses() {
        return IntStream.range(0, links.size())
                .mapToObj(
                        i -> links.get((preferred + i) % links.size()).address().toString())
                .collect(Collectors.joining(","));
    }

    /** Cuts the links to these replicas, and heals the others. */
    void cut(IntPredicate replicas) {
        IntStream.range(0, links.size()).forEach(replica -> links.get(replica).cut(replicas.test(replica)));
    }

    @Override
    public void close() {
        links.forEach(Link::close);
    }

    /** Bytes to and from one port. */
    private static final class Link implements AutoCloseable {
        private final int port;
        private final ServerSocket server;
        private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition healed = lock.newCondition();
        private boolean isCut;

        Link(int port) {
            this.port = port;
            try {
                this.server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Thread.ofVirtual().start(this::accept);
        }

        URI address() {
            return URI.create("http://127.0.0.1:" + server.getLocalPort());
        }

        void cut(boolean wanted) {
            lock.lock();
            try {
                isCut = wanted;
                healed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            closed(server);
            sockets.forEach(Link::closed);
            cut(false);
        }

        private void accept() {
            try {
                while (true) {
                    Socket near = server.accept();
                    sockets.add(near);
                    Thread.ofVirtual().start(() -> connect(near));
                }
            } catch (IOException _) {
                // it is closed
            }
        }

        private void connect(Socket near) {
            try (near;
                    Socket far = new Socket()) {
                awaitWhole();
                far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                sockets.add(far);
                Thread back = Thread.ofVirtual().start(() -> carry(far, near));
                carry(near, far);
                back.join();
            } catch (IOException _) {
                // the replica does not listen
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } finally {
                sockets.remove(near);
            }
        }

        private void carry(Socket from, Socket to) {
            byte[] chunk = new byte[CHUNK_BYTES];
            try (from;
                    to) {
                InputStream bytes = from.getInputStream();
                for (int read = bytes.read(chunk); read >= 0; read = bytes.read(chunk)) {
                    awaitWhole();
                    to.getOutputStream().write(chunk, 0, read);
                }
                awaitWhole();
            } catch (IOException _) {
                // one of them has ended
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } finally {
                sockets.remove(from);
            }
        }

        private void awaitWhole() throws InterruptedException {
            lock.lock();
            try {
                while (isCut) {
                    healed.await();
                }
            } finally {
                lock.unlock();
            }
        }

        private static void closed(AutoCloseable socket) {
            try {
                socket.close();
            } catch (Exception _) {
                // it is gone
            }
        }
    }
}
