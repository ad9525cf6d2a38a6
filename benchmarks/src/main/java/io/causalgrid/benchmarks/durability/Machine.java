package io.causalgrid.benchmarks.durability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** The conditions of a run, without which its figures say little. */
final class Machine {
    private Machine() {}

    /** @throws IOException if the file system cannot be asked */
    static Map<String, String> conditions(Plan plan, Path directory) throws IOException {
        Map<String, String> conditions = new LinkedHashMap<>();
        conditions.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        conditions.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        conditions.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        conditions.put("java", Runtime.version().toString());
        conditions.put("file system", Files.getFileStore(directory).type());
        conditions.put("keys", "%,d, of %,d bytes with their values".formatted(plan.keys(), plan.dataBytes()));
        conditions.put("rounds", plan.rounds() + ", rates over " + plan.time().toSeconds() + " s");
        return conditions;
    }
}
