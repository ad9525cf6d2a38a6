package io.causalgrid.benchmarks.load;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/**
 * What wrk asks for.
 *
 * @param script the name of the one that makes the requests
 * @param server whom; the script says which paths, unless the address has one
 * @param settings of the script, beside those of its clients
 */
public record Requests(String script, URI server, Map<String, String> settings) {
    private static final String KV = "kv.lua";

    /** What {@code kv.lua} can ask for; see there. */
    public enum Kind {
        GET("get"),
        PUT("put"),
        BATCH("batch"),
        ETCD_GET("etcd-get"),
        ETCD_PUT("etcd-put");

        private final String name;

        Kind(String name) {
            this.name = name;
        }
    }

    public Requests {
        settings = Map.copyOf(settings);
    }

    /** Requests to paths that begin so. */
    public static Requests of(Kind kind, URI server, String prefix) {
        return new Requests(KV, server, Map.of("REQUEST", kind.name, "PREFIX", prefix));
    }

    /** Writes by the simple API, or by what stands in for it at that path. */
    public static Requests simpleWrites(URI server, String path) {
        return new Requests("write.lua", server.resolve(path), Map.of());
    }

    /** The same with one more setting. */
    public Requests with(String setting, String value) {
        var all = new TreeMap<>(settings);
        all.put(setting, value);
        return new Requests(script, server, all);
    }
}
