package io.causalgrid.kv.core.key;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The names of registers. A client's key is its own name, so that a range of keys is a range of registers; what begins with
 * U+0000 is something else, by the letter that follows. A client's key that itself begins with U+0000 gets one more in front.
 *
 * <pre>
 * KEY                      a key
 * 0 0 REST                 the key that is U+0000 and REST
 * 0 c NAME                 a counter
 * 0 f MAP 0 1 FIELD        a field of a map; each U+0000 in MAP is followed by U+0002
 * 0 r ID                   a request that was carried out
 * 0 s SET 0 1 ELEMENT      an element of a set; as for maps
 * </pre>
 */
public final class StoreKeys {
    private static final char MARK = 0;
    private static final String ESCAPED = "\0\0";
    private static final String COUNTER = "\0c";
    private static final String FIELD = "\0f";
    private static final String REQUEST = "\0r";
    private static final String ELEMENT = "\0s";
    private static final String END = "\0\1"; // sorts below what a longer name goes on with
    private static final String MARK_IN_NAME = "\0\2";

    /** Above all names that begin with the mark. */
    private static final String LAST_MARKED = MARK + Character.toString(Character.MAX_CODE_POINT);

    private StoreKeys() {}

    /** The register of a client's key. */
    public static String ofKey(String key) {
        return isMarked(key) ? MARK + key : key;
    }

    /** The client's key whose register that is; nothing if it is the register of something else. */
    public static Optional<String> key(String name) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        if (!isMarked(name)) {
            return Optional.of(name);
        }
        return name.startsWith(ESCAPED) ? Optional.of(name.substring(1)) : Optional.empty();
    }

    /** The register of a counter. */
    public static String ofCounter(String counter) {
        return COUNTER + counter;
    }

    /** The register of an element of a set; it has a version if the element is in it. */
    public static String ofElement(String set, String element) {
        return inside(ELEMENT, set) + element;
    }

    /** The register of a field of a map. */
    public static String ofField(String map, String field) {
        return inside(FIELD, map) + field;
    }

    /** The register that tells what became of a request. */
    public static String ofRequest(String id) {
        return REQUEST + id;
    }

    /** Whether the register holds what clients wrote, and not what the store keeps for itself. */
    public static boolean isData(String name) {
        return !name.isEmpty() && !name.startsWith(REQUEST);
    }

    /**
     * The registers of all keys with a prefix, in the order of the keys; the ranges follow each other.
     *
     * @param after the key to start behind; null to start with the first
     */
    public static List<KeyRange> keys(String prefix, @Nullable String after) {
        String start = after == null ? null : ofKey(after);
        if (!prefix.isEmpty()) {
            return List.of(new KeyRange(ofKey(prefix), start));
        }
        if (after != null && !isMarked(after)) {
            return List.of(new KeyRange("", start));
        }
        return List.of(new KeyRange(ESCAPED, start), new KeyRange("", LAST_MARKED));
    }

    /**
     * The registers of a set's elements.
     *
     * @param after the element to start behind; null to start with the first
     */
    public static KeyRange elements(String set, @Nullable String after) {
        return new KeyRange(inside(ELEMENT, set), after == null ? null : ofElement(set, after));
    }

    /**
     * The registers of a map's fields.
     *
     * @param after the field to start behind; null to start with the first
     */
    public static KeyRange fields(String map, @Nullable String after) {
        return new KeyRange(inside(FIELD, map), after == null ? null : ofField(map, after));
    }

    /** The element or field that a register of that range stands for. */
    public static String inner(KeyRange range, String name) {
        return name.substring(range.prefix().length());
    }

    private static String inside(String kind, String outer) {
        return kind + outer.replace("\0", MARK_IN_NAME) + END;
    }

    private static boolean isMarked(String text) {
        return !text.isEmpty() && text.charAt(0) == MARK;
    }
}
