package io.causalgrid.kv.client.watch;

/**
 * What to watch and from where on.
 *
 * @param prefix of the keys; empty for all. Maps, sets and counters are not watched
 */
public record WatchRequest(String prefix, Start start) {

    /** Where a watch begins. */
    public sealed interface Start {}

    /** With what changes after the watch has been set up. */
    public record Now() implements Start {}

    /** With all that is there, then what changes. */
    public record Beginning() implements Start {}

    /** With what changed after that token, of an event or a session. */
    public record After(String token) implements Start {}

    /** Changes from now on. */
    public static WatchRequest now(String prefix) {
        return new WatchRequest(prefix, new Now());
    }

    /** What is there, then changes. */
    public static WatchRequest beginning(String prefix) {
        return new WatchRequest(prefix, new Beginning());
    }

    /** Changes after a token. */
    public static WatchRequest after(String token, String prefix) {
        return new WatchRequest(prefix, new After(token));
    }
}
