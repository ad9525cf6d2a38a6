package io.causalgrid.cli.sessionfile;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.causalgrid.cli.sessionfile.Column.Field;
import io.causalgrid.grid.core.simulation.InvalidSessionsException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which column of a file holds what. */
final class Header {

    private static final Set<Field> OPTIONAL = EnumSet.of(Field.DEADLINE);

    /** A column and where it is. */
    record Place(Column column, String name, int position) {}

    private final List<String> names;
    private final Map<Field, Place> places = new EnumMap<>(Field.class);

    /**
     * @param renamed for our names of columns, those in the file
     * @throws InvalidSessionsException if a column is missing, or two hold the same
     */
    Header(CsvRecord record, Map<String, String> renamed) {
        names = record.getFields().stream().map(String::strip).toList();
        renamed.forEach(this::place);
        Set<Field> said = EnumSet.noneOf(Field.class);
        said.addAll(places.keySet());
        for (int position = 0; position < names.size(); position++) {
            String name = names.get(position);
            Optional<Column> column = Column.of(name);
            if (column.isPresent() && !said.contains(column.get().field())) {
                put(new Place(column.get(), name, position));
            }
        }
        List<String> missing = new ArrayList<>();
        for (Field field : Field.values()) {
            if (!places.containsKey(field) && !OPTIONAL.contains(field)) {
                missing.add(field.usualName());
            }
        }
        if (!missing.isEmpty()) {
            throw wrong("no column %s; there are: %s. --columns says which is which, as in --columns %s=Name"
                    .formatted(String.join(", ", missing), String.join(", ", names), missing.getFirst()));
        }
    }

    /** How many of the columns of a session a line names; to tell separators apart. */
    static long known(CsvRecord record, Map<String, String> renamed) {
        return record.getFields().stream()
                .filter(name -> Column.of(name).isPresent() || renamed.containsValue(name.strip()))
                .count();
    }

    int count() {
        return names.size();
    }

    Place place(Field field) {
        Place place = places.get(field);
        if (place == null) {
            throw new IllegalStateException("no column for " + field);
        }
        return place;
    }

    @Nullable
    Place optional(Field field) {
        return places.get(field);
    }

    /** The columns that hold numbers. */
    List<Place> numbers() {
        return places.values().stream()
                .filter(place -> place.column().isNumber())
                .toList();
    }

    private void place(String ours, String theirs) {
        Column column = Column.of(ours)
                .orElseThrow(() -> new InvalidSessionsException(
                        "--columns: there is no column %s; there are session_id, station_id, arrival, departure, deadline (or"
                                        .formatted(ours)
                                + " with _min, _h, _s), requested_kwh, requested_wh, max_kw and max_w"));
        int position = names.indexOf(theirs.strip());
        if (position < 0) {
            throw wrong(
                    "no column %s, which --columns names; there are: %s".formatted(theirs, String.join(", ", names)));
        }
        if (position != names.lastIndexOf(theirs.strip())) {
            throw wrong("the column " + theirs + " is there twice");
        }
        put(new Place(column, theirs, position));
    }

    private void put(Place place) {
        Place before = places.putIfAbsent(place.column().field(), place);
        if (before != null) {
            throw wrong(
                    before.name().equals(place.name())
                            ? "the column " + place.name() + " is there twice"
                            : "the columns %s and %s both say the same; --columns %s=%s takes one of them"
                                    .formatted(
                                            before.name(),
                                            place.name(),
                                            place.column().field().usualName(),
                                            before.name()));
        }
    }

    private static InvalidSessionsException wrong(String what) {
        return new InvalidSessionsException("line 1: " + what);
    }
}
