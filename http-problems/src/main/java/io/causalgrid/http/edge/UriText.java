package io.causalgrid.http.edge;

/** What RFC 3986 says of the characters of a URI. Nothing here allocates, since each request goes through it. */
final class UriText {
    /** Of which everything can be made (2.3). */
    static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    /** Which may stand in a host and a path as they are (2.2). */
    static final String SUB_DELIMITERS = "!$&'()*+,;=";

    /** How many characters follow a percent sign. */
    static final int ESCAPE = 2;

    private static final int HEX = 16;

    private UriText() {}

    /** Of each ASCII character, whether it is one of those. */
    static boolean[] table(String characters) {
        boolean[] table = new boolean[Byte.MAX_VALUE + 1];
        characters.chars().forEach(c -> table[c] = true);
        return table;
    }

    static boolean isIn(boolean[] table, char c) {
        return c < table.length && table[c];
    }

    /** What the escape stands for that begins there; negative if it is none. */
    static int octet(String text, int percent) {
        int high = percent + 1 < text.length() ? Character.digit(text.charAt(percent + 1), HEX) : -1;
        int low = percent + ESCAPE < text.length() ? Character.digit(text.charAt(percent + ESCAPE), HEX) : -1;
        return high < 0 || low < 0 ? -1 : high * HEX + low;
    }
}
