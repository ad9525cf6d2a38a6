package io.causalgrid.http.compression;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a client wants to have done to a body, by {@code Accept-Encoding} (RFC 9110, 12.5.3). */
public final class AcceptedEncodings {
    /** The only coding that is used here; all clients know it. */
    public static final String GZIP = "gzip";

    private static final String ANY = "*";

    private AcceptedEncodings() {}

    /** Whether it takes gzip, and likes nothing to be done no better. */
    public static boolean isGzipWanted(HttpServerRequest request) {
        return isGzipWanted(request.headers().getAll(HttpHeaders.ACCEPT_ENCODING));
    }

    static boolean isGzipWanted(List<String> header) {
        Map<String, Float> weights = weights(String.join(",", header));
        float gzip = weights.getOrDefault(GZIP, weights.getOrDefault("x-gzip", weights.getOrDefault(ANY, 0f)));
        return gzip > 0 && gzip >= weights.getOrDefault("identity", 0f);
    }

    private static Map<String, Float> weights(String list) {
        var weights = new TreeMap<String, Float>();
        for (String each : list.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] coding = each.split(";", 2);
            weights.put(coding[0].trim(), coding.length == 1 ? 1f : weight(coding[1].replace(" ", "")));
        }
        return weights;
    }

    /** What is no weight is taken for a refusal: what is sent as it is everybody can read. */
    private static float weight(String parameter) {
        try {
            return parameter.startsWith("q=") ? Float.parseFloat(parameter.substring(2)) : 0;
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
