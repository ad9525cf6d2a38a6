package io.causalgrid.cli.kv;

import io.causalgrid.kv.client.value.Value;
import java.util.Locale;

/** What is in the store as text that does no harm to a terminal: control characters are shown, not sent. */
public final class Shown {

    private static final int VALUE_CHARS_MAX = 60;

    private Shown() {}

    /** The text, with control characters as escapes. */
    public static String oneLine(String text) {
        if (text.chars().noneMatch(Shown::isControl)) {
            return text;
        }
        var shown = new StringBuilder(text.length() + 16);
        text.chars().forEach(unit -> {
            if (isControl(unit)) {
                shown.append(String.format(Locale.ROOT, "\\u%04x", unit));
            } else {
                shown.append((char) unit);
            }
        });
        return shown.toString();
    }

    /** The beginning of a value; for one that is not text, how long it is. */
    public static String beginning(Value value) {
        return JsonForms.text(value.bytes()).map(Shown::beginning).orElseGet(() -> value.bytes().length + " bytes");
    }

    private static String beginning(String text) {
        int end = text.length() <= VALUE_CHARS_MAX ? text.length() : text.offsetByCodePoints(0, VALUE_CHARS_MAX / 2);
        return oneLine(text.substring(0, end)) + (end < text.length() ? "…" : "");
    }

    /** Control characters, and those that turn the direction of what follows. */
    private static boolean isControl(int unit) {
        return Character.isISOControl(unit) || (Character.getType(unit) == Character.FORMAT && unit != 0x200D);
    }
}
