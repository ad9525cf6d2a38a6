package io.causalgrid.grid.core.network;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of one object of a parsed JSON document, with its place for messages. Each member is asked for by name and
 * type; those never asked for are {@linkplain #requireNoOthers refused}, since a misspelt limit is no limit. What is missing or of
 * another type is an {@link InvalidNetworkException}, from any of these methods.
 */
public final class Members {
    private final String place;
    private final Map<?, ?> values;
    private final Set<String> asked = new HashSet<>();

    /**
     * @param place in the document, as in {@code nodes[3]}
     * @throws InvalidNetworkException if the value is no object
     */
    public Members(String place, @Nullable Object value) {
        this.place = place;
        if (!(value instanceof Map<?, ?> map)) {
            throw new InvalidNetworkException(place, "should be an object, not " + value);
        }
        this.values = map;
    }

    /** What to throw if the object is wrong. */
    public InvalidNetworkException error(String message) {
        return new InvalidNetworkException(place, message);
    }

    /** Whether the member is there and not null. */
    public boolean has(String name) {
        asked.add(name);
        return values.get(name) != null;
    }

    /** Whether the member is a text. */
    public boolean isText(String name) {
        return values.get(name) instanceof String;
    }

    /** Of all members that are there. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        values.keySet().forEach(name -> names.add(String.valueOf(name)));
        return names;
    }

    /** A text that is not blank. */
    public String text(String name) {
        Object value = value(name);
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        throw wrong(name, "a text", value);
    }

    /** A text that may be missing. */
    public Optional<String> optionalText(String name) {
        asked.add(name);
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    /** A finite number. */
    public double number(String name) {
        Object value = value(name);
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        throw wrong(name, "a number", value);
    }

    /** A finite number that may be missing. */
    public double number(String name, double otherwise) {
        asked.add(name);
        return has(name) ? number(name) : otherwise;
    }

    /** A number or a formula of constants; finite and not negative. */
    public double bound(String name, Map<String, Double> constants) {
        Object value = value(name);
        double bound = value instanceof String text ? formula(text, constants) : number(name);
        if (bound < 0) {
            throw wrong(name, name + " is negative: " + value);
        }
        if (!Double.isFinite(bound)) {
            throw wrong(name, name + " is not a finite number: " + value);
        }
        return bound;
    }

    /** A time with a zone. */
    public Instant instant(String name) {
        String text = text(name);
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw wrong(name, "a time such as 2030-03-01T18:00:00Z", text);
        }
    }

    /** A time of day. */
    public LocalTime timeOfDay(String name) {
        String text = text(name);
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException e) {
            throw wrong(name, "'" + name + "' should be a time of day such as 07:00, not " + text);
        }
    }

    /** An object. */
    public Members object(String name) {
        return new Members(within(name), value(name));
    }

    /** A list of objects. */
    public List<Members> objects(String name) {
        List<Members> objects = new ArrayList<>();
        int index = 0;
        for (Object element : list(name)) {
            objects.add(new Members(within(name) + "[" + index++ + "]", element));
        }
        return objects;
    }

    /** A list of objects that may be missing. */
    public List<Members> optionalObjects(String name) {
        asked.add(name);
        return has(name) ? objects(name) : List.of();
    }

    /** Whether the member is a list. */
    public boolean isList(String name) {
        return value(name) instanceof List<?>;
    }

    /** A list of texts. */
    public List<String> texts(String name) {
        return list(name).stream()
                .map(element -> {
                    if (element instanceof String text) {
                        return text;
                    }
                    throw wrong(name, "a list of texts", element);
                })
                .toList();
    }

    /** A list of numbers. */
    public List<Double> numbers(String name) {
        return list(name).stream()
                .map(element -> {
                    if (element instanceof Number number) {
                        return number.doubleValue();
                    }
                    throw wrong(name, "a list of numbers", element);
                })
                .toList();
    }

    /** To be called when all members have been asked for that may be there. */
    public void requireNoOthers() {
        for (String name : names()) {
            if (!asked.contains(name)) {
                throw new InvalidNetworkException(place, within(name), "unknown member '" + name + "'");
            }
        }
    }

    private double formula(String text, Map<String, Double> constants) {
        LinearForm value = Formula.evaluate(text, name -> {
            Double constant = constants.get(name);
            if (constant == null) {
                throw error("the formula '" + text + "' names '" + name + "', which is unknown");
            }
            return LinearForm.constant(constant);
        });
        return value.constant();
    }

    private List<?> list(String name) {
        Object value = value(name);
        if (value instanceof List<?> list) {
            return list;
        }
        throw wrong(name, "a list", value);
    }

    private @Nullable Object value(String name) {
        asked.add(name);
        Object value = values.get(name);
        if (value == null) {
            throw error("'" + name + "' is missing");
        }
        return value;
    }

    private String within(String name) {
        return place.equals("network") ? name : place + "." + name;
    }

    /** What to throw if a member is wrong. */
    public InvalidNetworkException wrong(String name, String message) {
        return new InvalidNetworkException(place, within(name), message);
    }

    private InvalidNetworkException wrong(String name, String wanted, @Nullable Object value) {
        return wrong(name, "'" + name + "' should be " + wanted + ", not " + value);
    }
}
