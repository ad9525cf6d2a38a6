package io.causalgrid.http.edge;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import io.netty.util.NetUtil;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request says once, and in the form of RFC 9110, 7.2, whom it is for. Of two hosts a proxy may see one, and we the
 * other.
 */
final class RequestHost {
    private static final boolean[] NAME = UriText.table(UriText.UNRESERVED + UriText.SUB_DELIMITERS);
    private static final int PORT_MAX = 65_535;
    private static final int DECIMAL = 10;

    private RequestHost() {}

    /** What keeps it from that (RFC 9112, 3.2); null if nothing does. */
    static @Nullable String malformed(HttpRequest request) {
        CharSequence host = null;
        Iterator<Map.Entry<CharSequence, CharSequence>> headers =
                request.headers().iteratorCharSequence();
        while (headers.hasNext()) {
            Map.Entry<CharSequence, CharSequence> header = headers.next();
            if (AsciiString.contentEqualsIgnoreCase(HttpHeaderNames.HOST, header.getKey())) {
                if (host != null) {
                    return "The request has more than one Host.";
                }
                host = header.getValue();
            }
        }
        if (host == null) {
            return HttpVersion.HTTP_1_0.equals(request.protocolVersion()) ? null : "The request has no Host.";
        }
        return isHost(host.toString())
                ? null
                : "The request's Host is neither a name nor an address, with or without a port.";
    }

    static boolean isHost(String text) {
        int end = text.startsWith("[") ? addressEnd(text) : nameEnd(text);
        return end > 0 && (end == text.length() || (text.charAt(end) == ':' && isPort(text, end + 1)));
    }

    /** Of an address between brackets; negative if it is none. */
    private static int addressEnd(String text) {
        int end = text.indexOf(']') + 1;
        boolean isAddress = end > 0 && text.indexOf('%') < 0 && NetUtil.isValidIpV6Address(text.substring(1, end - 1));
        return isAddress ? end : -1;
    }

    private static int nameEnd(String text) {
        int end = 0;
        while (end < text.length()) {
            if (UriText.isIn(NAME, text.charAt(end))) {
                end++;
            } else if (text.charAt(end) == '%' && UriText.octet(text, end) >= 0) {
                end += 1 + UriText.ESCAPE;
            } else {
                return end;
            }
        }
        return end;
    }

    private static boolean isPort(String text, int from) {
        int port = 0;
        for (int i = from; i < text.length(); i++) {
            int digit = Character.digit(text.charAt(i), DECIMAL);
            port = port * DECIMAL + digit;
            if (digit < 0 || port > PORT_MAX) {
                return false;
            }
        }
        return true;
    }
}
