package io.causalgrid.kv.core.clock;

import java.util.function.IntPredicate;

/**
 * The identity under which a site names its writes. A site that may have lost a write it had shown to others comes back
 * under a new incarnation, so that no dot can ever stand for two different writes.
 *
 * @param name the member's name, unique in the cluster: 1 to 64 lower-case letters, digits, dots and hyphens
 * @param incarnation 1 to 160 letters, digits, dots, hyphens and colons; unique among all incarnations of that name
 */
public record SiteId(String name, String incarnation) implements Comparable<SiteId> {
    private static final int NAME_LENGTH_MAX = 64;
    private static final int INCARNATION_LENGTH_MAX = 160; // one may be made of a name and another incarnation

    /** @throws IllegalArgumentException if the name or the incarnation is not of the form described */
    public SiteId {
        if (!isName(name)) {
            throw new IllegalArgumentException("not a site name: '" + name + "'");
        }
        if (!isIncarnation(incarnation)) {
            throw new IllegalArgumentException("not an incarnation: '" + incarnation + "'");
        }
    }

    /** Whether a member may have this name. */
    public static boolean isName(String name) {
        return hasForm(name, NAME_LENGTH_MAX, c -> isLowerCaseOrDigit(c) || c == '.' || c == '-')
                && isLowerCaseOrDigit(name.charAt(0));
    }

    private static boolean isIncarnation(String incarnation) {
        return hasForm(
                incarnation,
                INCARNATION_LENGTH_MAX,
                c -> isLowerCaseOrDigit(c) || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' || c == ':');
    }

    // A loop instead of a pattern or a stream: every record that is read names several sites.
    private static boolean hasForm(String text, int lengthMax, IntPredicate allowed) {
        if (text.isEmpty() || text.length() > lengthMax) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!allowed.test(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLowerCaseOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    @Override
    public int compareTo(SiteId other) {
        int byName = name.compareTo(other.name);
        return byName == 0 ? incarnation.compareTo(other.incarnation) : byName;
    }

    /** The form used in documents and logs, such as {@code node0~9f1c2ab4}. */
    @Override
    public String toString() {
        return name + "~" + incarnation;
    }
}
