package io.causalgrid.dashboard.upstream;

/** Text cut to a length, so that nothing from outside can fill the page. */
final class Shortened {
    private Shortened() {}

    /**
     * The beginning of a text, with an ellipsis if there was more.
     *
     * @param charsMax at least 1; a surrogate pair is never cut in two
     */
    static String text(String text, int charsMax) {
        if (text.length() <= charsMax) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(charsMax - 1)) ? charsMax - 1 : charsMax;
        return text.substring(0, end) + "\u2026";
    }
}
