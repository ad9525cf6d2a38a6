package io.causalgrid.grid.core.simulation.report;

import java.util.Locale;

/** A drawing that grows element by element. Colours and fonts come from the page's style. */
final class Svg {
    private final StringBuilder text = new StringBuilder();

    /**
     * @param label for those who do not see it
     */
    Svg(double width, double height, String label) {
        text.append(
                format("<svg viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"%s\">", width, height, escaped(label)));
    }

    Svg line(double x1, double y1, double x2, double y2, String style) {
        text.append(format("<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" class=\"%s\"/>", x1, y1, x2, y2, style));
        return this;
    }

    /**
     * @param title shown when pointed at; none if empty
     */
    Svg box(Box box, String style, String title) {
        text.append(format(
                "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"%s\" class=\"%s\"",
                box.x, box.y, Math.max(0, box.width), Math.max(0, box.height), box.radius, style));
        text.append(title.isEmpty() ? "/>" : "><title>" + escaped(title) + "</title></rect>");
        return this;
    }

    Svg text(double x, double y, String style, String words) {
        text.append(format("<text x=\"%s\" y=\"%s\" class=\"%s\">%s</text>", x, y, style, escaped(words)));
        return this;
    }

    Svg path(CharSequence data, String style) {
        text.append("<path d=\"")
                .append(data)
                .append("\" class=\"")
                .append(style)
                .append("\"/>");
        return this;
    }

    String end() {
        return text + "</svg>\n";
    }

    record Box(double x, double y, double width, double height, double radius) {}

    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    static String escaped(String words) {
        return words.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** Round numbers from 0 to a little above {@code most}, four to eight steps. */
    static double gridStep(double most) {
        double magnitude = Math.pow(10, Math.floor(Math.log10(Math.max(most, 1e-9))));
        double leading = most / magnitude;
        if (leading <= 2) {
            return magnitude / 4;
        }
        return leading <= 5 ? magnitude / 2 : magnitude;
    }

    private static String format(String pattern, Object... values) {
        Object[] shown = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            shown[i] = values[i] instanceof Double value ? number(value) : values[i];
        }
        return String.format(Locale.ROOT, pattern, shown);
    }
}
