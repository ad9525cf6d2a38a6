package io.causalgrid.benchmarks.cluster;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The conditions of a run, without which its figures say little. */
public final class Machine {
    private static final int SYNCS = 200;
    private static final int SYNCED_BYTES = 128;

    private Machine() {}

    /**
     * Those of the machine, with the disk of the directory.
     *
     * @throws IOException if the file system cannot be used
     */
    public static Map<String, String> conditions(Path directory) throws IOException {
        Map<String, String> conditions = new LinkedHashMap<>();
        conditions.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        conditions.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        conditions.put("memory", memory());
        conditions.put(
                "load before",
                Double.toString(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
        conditions.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        conditions.put("java", Runtime.version().toString());
        conditions.put("file system", Files.getFileStore(directory).type());
        conditions.put("sync of " + SYNCED_BYTES + " bytes", syncs(directory));
        return conditions;
    }

    private static String memory() {
        var system = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        return String.format(Locale.ROOT, "%.1f GB", system.getTotalMemorySize() / 1e9);
    }

    /** How long appending to a file and fsync take, one after the other. */
    private static String syncs(Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "sync", "");
        List<Long> nanos = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int sync = 0; sync < SYNCS; sync++) {
                long began = System.nanoTime();
                channel.write(ByteBuffer.allocate(SYNCED_BYTES));
                channel.force(false);
                nanos.add(System.nanoTime() - began);
            }
        } finally {
            Files.delete(file);
        }
        List<Long> sorted = nanos.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "median %.2f ms, 99th percentile %.2f ms",
                sorted.get(SYNCS / 2) / 1e6,
                sorted.get(SYNCS * 99 / 100) / 1e6);
    }
}
