package io.causalgrid.kv.service.session;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code Prefer} header (RFC 7240). What cannot be read is ignored, as the RFC asks. */
public final class Preferences {
    /** The header. */
    public static final String HEADER = "Prefer";

    private static final Pattern WAIT = Pattern.compile("(?:^|[,;\\s])wait=(\\d{1,18})(?:$|[,;\\s])");
    private static final long WAIT_SECONDS_DEFAULT = 1;
    private static final long WAIT_SECONDS_MAX = 30;

    private Preferences() {}

    /** For how long the client is willing to wait, section 4.3: a second if it does not say, half a minute at most. */
    public static Duration wait(@Nullable List<String> preferences) {
        if (preferences == null || preferences.isEmpty()) {
            return Duration.ofSeconds(WAIT_SECONDS_DEFAULT);
        }
        Matcher matcher = WAIT.matcher(String.join(",", preferences));
        return Duration.ofSeconds(
                matcher.find() ? Math.min(WAIT_SECONDS_MAX, Long.parseLong(matcher.group(1))) : WAIT_SECONDS_DEFAULT);
    }
}
