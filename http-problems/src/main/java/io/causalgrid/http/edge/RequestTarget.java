package io.causalgrid.http.edge;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether what a request asks for has one meaning. The router, the filters and the resources read it in different forms, so a
 * path that is not the same in all of them would be judged as one and served as another. These scans allocate nothing, since each
 * request goes through them.
 */
final class RequestTarget {
    private static final String IN_PATH = UriText.UNRESERVED + UriText.SUB_DELIMITERS + ":@/";
    private static final boolean[] PATH = UriText.table(IN_PATH);
    private static final boolean[] QUERY = UriText.table(IN_PATH + "?[]"); // browsers send brackets as they are
    private static final int DOTS_MAX = 2;

    private RequestTarget() {}

    /**
     * What keeps it from being a target of RFC 9112, 3.2, made of characters of RFC 3986; null if nothing does. Quarkus itself
     * refuses such targets without a document.
     */
    static @Nullable String malformed(String target) {
        int path = pathStart(target);
        if (path < 0) {
            return "The request target is neither a path nor an http address.";
        }
        boolean[] allowed = PATH;
        for (int i = path; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c == '%') {
                if (UriText.octet(target, i) < 0) {
                    return "A percent sign in the request target is not followed by two hexadecimal digits.";
                }
                i += UriText.ESCAPE;
            } else if (c == '?') {
                allowed = QUERY;
            } else if (!UriText.isIn(allowed, c)) {
                return "The request target has characters that are not percent-encoded.";
            }
        }
        return null;
    }

    /**
     * What keeps a path that is not malformed from having one meaning; null if nothing does.
     *
     * @param freeBelow the beginnings of paths below which a name may have slashes in it
     */
    static @Nullable String ambiguous(String path, List<String> freeBelow) {
        boolean isFree = isBelow(path, freeBelow);
        int start = 1;
        while (start <= path.length()) {
            int end = start;
            int dots = 0;
            boolean isName = false;
            for (; end < path.length() && path.charAt(end) != '/'; end++) {
                char c = path.charAt(end);
                if (c == ';') {
                    return "A semicolon in a path has to be percent-encoded.";
                } else if (c == '.') {
                    dots++;
                } else if (c == '%' && UriText.octet(path, end) == '.') {
                    dots++;
                    end += UriText.ESCAPE;
                } else {
                    isName = true;
                }
            }
            if (!isName && dots > 0 && dots <= DOTS_MAX) {
                return "The path has a segment '.' or '..', which names nothing, however it is written.";
            }
            if (start == end && !isFree && path.length() > 1) {
                return "The path has nothing between two slashes, or behind the last one.";
            }
            start = end + 1;
        }
        return null;
    }

    /** Where the path begins; negative if there is none. */
    private static int pathStart(String target) {
        if (target.startsWith("/")) {
            return target.startsWith("//") ? -1 : 0;
        }
        return addressesPath(target);
    }

    /** Of an address with a path (RFC 9112, 3.2.2), which only proxies get, and test tools send. */
    private static int addressesPath(String target) {
        try {
            URI address = new URI(target);
            boolean isHttp =
                    "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
            String path = address.getRawPath();
            if (!isHttp || address.getHost() == null || address.getRawUserInfo() != null || !path.startsWith("/")) {
                return -1;
            }
            return target.indexOf('/', address.getScheme().length() + "://".length());
        } catch (URISyntaxException _) {
            return -1;
        }
    }

    private static boolean isBelow(String path, List<String> prefixes) {
        for (int i = 0; i < prefixes.size(); i++) {
            if (path.startsWith(prefixes.get(i))) {
                return true;
            }
        }
        return false;
    }
}
