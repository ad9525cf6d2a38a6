package io.causalgrid.benchmarks.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process has in memory, as Linux counts it.
 *
 * @param residentBytes that are in memory now, whoever else may share them
 */
public record ProcessMemory(long residentBytes) {
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+([0-9]+) kB$");

    /**
     * Of a process that runs.
     *
     * @throws ReplicaTroubleException if it does not, or this is not Linux
     */
    static ProcessMemory of(long pid) {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        try {
            return parse(Files.readString(status));
        } catch (IOException e) {
            throw new ReplicaTroubleException(status + " cannot be read; this needs Linux", e);
        }
    }

    static ProcessMemory parse(String status) {
        Matcher resident = RESIDENT.matcher(status);
        if (!resident.find()) {
            throw new ReplicaTroubleException("a process' status does not say what it has in memory");
        }
        return new ProcessMemory(Long.parseLong(resident.group(1)) << 10);
    }
}
