package io.causalgrid.cli.command;

import io.causalgrid.cli.kv.TokenFile;
import io.causalgrid.kv.client.CausalGridClient;
import io.causalgrid.kv.client.CausalSession;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command on keys understands: how patient it is, and which session it goes on with. */
final class SessionOptions {

    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "Go on with the session whose token is in this file, if there is one, and keep the token there:"
                            + " what this command reads and writes is then seen by the next, whichever replica answers.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description = "How long to try for an answer, at all replicas together (default: 30).")
    private Duration timeout = Duration.ofSeconds(30);

    /** A client of these replicas. */
    CausalGridClient client(List<URI> endpoints) {
        return CausalGridClient.builder(endpoints.toArray(URI[]::new))
                .deadline(timeout)
                .attemptTimeout(ATTEMPT_TIMEOUT)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
    }

    /** The session that the file knows of, or a new one. */
    CausalSession session(CausalGridClient client) throws IOException {
        return token().map(client::session).orElseGet(client::session);
    }

    /** The token in the file, if there is one. */
    Optional<String> token() throws IOException {
        return tokenFile == null ? Optional.empty() : new TokenFile(tokenFile).read();
    }

    /** Keeps what the session has seen. */
    void keep(CausalSession session) throws IOException {
        var token = session.token();
        if (token.isPresent()) {
            keep(token.get());
        }
    }

    /** Keeps a token. */
    void keep(String token) throws IOException {
        if (tokenFile != null) {
            new TokenFile(tokenFile).write(token);
        }
    }
}
