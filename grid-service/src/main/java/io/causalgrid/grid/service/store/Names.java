package io.causalgrid.grid.service.store;

import io.causalgrid.grid.core.owner.JournalException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of a substation's keys in the store. Numbers are padded, so that names are in the order of what they name. */
record Names(String substation) {
    private static final Pattern SLICE = Pattern.compile("(\\d{10})-(\\d{12})-(\\d{4})of(\\d{4})");

    /** Which part of which batch of which claim a key holds. */
    record Slice(long claim, long batch, int number, int count) {}

    String owner() {
        return "grid/substation/" + substation + "/owner";
    }

    String books() {
        return "grid/substation/" + substation + "/book/";
    }

    String events() {
        return "grid/substation/" + substation + "/event/";
    }

    String slice(String prefix, long claim, long batch, int number, int count) {
        return prefix + String.format(Locale.ROOT, "%010d-%012d-%04dof%04d", claim, batch, number, count);
    }

    /**
     * What a key with a prefix holds.
     *
     * @throws JournalException if that is no name of a slice: a later version wrote it, and to go on without it would lose it
     */
    static Slice parse(String prefix, String key) {
        Matcher name = SLICE.matcher(key.substring(prefix.length()));
        if (!name.matches()) {
            throw new JournalException(key + " is no name of a slice that this version knows", null);
        }
        return new Slice(
                Long.parseLong(name.group(1)),
                Long.parseLong(name.group(2)),
                Integer.parseInt(name.group(3)),
                Integer.parseInt(name.group(4)));
    }

    /** The id of a write, which is the same however often it is tried. */
    String request(long claim, long batch, int part) {
        return "journal-%s-%d-%d-%d".formatted(substation, claim, batch, part);
    }

    static String key(String idempotencyKey) {
        return "grid/key/" + segment(idempotencyKey);
    }

    static String feederRow(String feeder, String substation) {
        return "grid/feeder/" + feeder + "/" + substation;
    }

    static String vehicle(String vehicleId) {
        return "grid/vehicle/" + segment(vehicleId);
    }

    static String session(String id) {
        return "grid/session/" + id;
    }

    static String record(String date, String id) {
        return "grid/record/" + date + "/" + id;
    }

    /** So that it has no slash of its own. */
    private static String segment(String text) {
        return text.replace("%", "%25").replace("/", "%2F");
    }
}
