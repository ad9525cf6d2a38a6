package io.causalgrid.grid.service.wire;

import io.causalgrid.http.problems.Problems;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The request headers that mean something to us. */
public final class Headers {
    /** A client's name for a request: repeated with the same key, it is done once, and answered by what became of it. */
    public static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    /** Between processes: the key was made just now, so nobody can have seen it before. */
    public static final String KEY_IS_NEW = "Causalgrid-Key-Is-New";
    /** Between processes: which of a balancer's attempts this is. */
    public static final String ATTEMPT = "Causalgrid-Attempt";

    private static final Pattern PRINTABLE = Pattern.compile("[ -~]{1,128}");
    private static final int RANDOM_BYTES = 16;

    private Headers() {}

    /**
     * The key a client gave.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 400 if it is not allowed
     */
    public static @Nullable String checkedKey(@Nullable String given) {
        if (given != null && !PRINTABLE.matcher(given).matches()) {
            throw Problems.invalidRequest(IDEMPOTENCY_KEY + " must have 1 to 128 printable ASCII characters.");
        }
        return given;
    }

    /** Where a session is found, as the {@code Location} header says it. */
    public static String sessionPath(String sessionId) {
        return "/v1/sessions/" + sessionId;
    }

    /** A name that nobody else has. */
    public static String newName(RandomGenerator random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
