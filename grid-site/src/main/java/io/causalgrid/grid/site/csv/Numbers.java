package io.causalgrid.grid.site.csv;

import java.util.regex.Pattern;

/**
 * The numbers of one file, which may have decimal commas. A comma or a point before exactly three digits can also be one that
 * groups thousands, so what such a number means is told by the others: {@link #see} all first. Confined to one thread.
 */
public final class Numbers {

    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+[.,]?\\d*|[.,]\\d+)([eE][+-]?\\d+)?");
    private static final Pattern MAYBE_GROUPED = Pattern.compile("[+-]?[1-9]\\d{0,2}[.,]\\d{3}");

    private boolean decimalCommas;
    private boolean decimalPoints;

    /** Learns from a number how numbers are written here. */
    public void see(String text) {
        String number = text.strip();
        if (NUMBER.matcher(number).matches() && !MAYBE_GROUPED.matcher(number).matches()) {
            decimalCommas |= number.indexOf(',') >= 0;
            decimalPoints |= number.indexOf('.') >= 0;
        }
    }

    /** What a text says. */
    public double parse(String name, String text) throws FaultyLineException {
        if (!NUMBER.matcher(text).matches()) {
            throw new FaultyLineException(name + " is no number: " + text);
        }
        boolean comma = text.indexOf(',') >= 0;
        // Where nothing else is known a point is a decimal point, as it always was here.
        boolean told = comma ? decimalCommas && !decimalPoints : !decimalCommas;
        if (!told && MAYBE_GROUPED.matcher(text).matches()) {
            throw new FaultyLineException(
                    "%s may be %s or %s: %s; write it with a point, and without grouping thousands"
                            .formatted(name, text.replace(',', '.'), text.replaceAll("[.,]", ""), text));
        }
        double value = Double.parseDouble(text.replace(',', '.'));
        if (!Double.isFinite(value)) {
            throw new FaultyLineException(name + " is too large: " + text);
        }
        return value;
    }
}
