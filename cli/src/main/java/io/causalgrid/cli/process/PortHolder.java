package io.causalgrid.cli.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The process that holds a TCP port, as far as the system tells: on Linux the port leads to a socket's inode in {@code
 * /proc/net/tcp}, and the inode to the process that has it open.
 *
 * @param pid its number
 * @param command its command line, shortened
 */
public record PortHolder(long pid, String command) {

    private static final int COMMAND_LENGTH_MAX = 120;
    private static final Path PROC = Path.of("/proc");
    private static final Pattern WHITESPACE = Pattern.compile("\\s+");

    /** Columns of {@code /proc/net/tcp}; see proc(5). */
    private static final int LOCAL_ADDRESS = 1;

    private static final int INODE = 9;

    /** Whether a process could listen at this port of 127.0.0.1 now. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // a port whose last connections are only fading away is free
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** Who holds the port; empty when nobody does, or the system does not let us know. */
    public static Optional<PortHolder> of(int port) {
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("tcp", "tcp6")) {
            sockets.addAll(socketsAt(port, PROC.resolve("net").resolve(table)));
        }
        return sockets.isEmpty() ? Optional.empty() : ownerOf(sockets);
    }

    private static Set<String> socketsAt(int port, Path table) {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        Set<String> sockets = new HashSet<>();
        try (Stream<String> lines = Files.lines(table)) {
            lines.skip(1)
                    .map(line -> WHITESPACE.split(line.strip()))
                    .filter(columns -> columns.length > INODE && columns[LOCAL_ADDRESS].endsWith(suffix))
                    .filter(columns -> !columns[INODE].equals("0")) // nobody's any more (TIME_WAIT)
                    .forEach(columns -> sockets.add("socket:[" + columns[INODE] + "]"));
        } catch (IOException _) {
            return Set.of(); // not Linux, or no IPv6
        }
        return sockets;
    }

    private static Optional<PortHolder> ownerOf(Set<String> sockets) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (holdsOneOf(sockets, process)) {
                    long pid = Long.parseLong(process.getFileName().toString());
                    return Optional.of(new PortHolder(pid, commandOf(process)));
                }
            }
        } catch (IOException _) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean holdsOneOf(Set<String> sockets, Path process) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (sockets.contains(targetOf(descriptor))) {
                    return true;
                }
            }
        } catch (IOException _) {
            return false; // another user's process, or it has ended
        }
        return false;
    }

    private static String targetOf(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException _) {
            return ""; // closed while we looked
        }
    }

    private static String commandOf(Path process) {
        try {
            String command = Files.readString(process.resolve("cmdline"))
                    .replace('\0', ' ')
                    .strip();
            return command.length() <= COMMAND_LENGTH_MAX ? command : command.substring(0, COMMAND_LENGTH_MAX) + "…";
        } catch (IOException _) {
            return "?";
        }
    }
}
