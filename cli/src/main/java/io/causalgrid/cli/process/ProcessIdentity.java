package io.causalgrid.cli.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that cannot be mistaken for a later one with the same pid.
 *
 * <p>On Linux {@code born} is the kernel's boot id and the process's start in clock ticks since boot: both exact, while
 * the start as a time of day moves whenever the machine's clock is corrected. Elsewhere it is that time of day.
 *
 * @param pid the operating system's number
 * @param born tells apart two processes that were given the same number
 */
public record ProcessIdentity(long pid, String born) {

    private static final Path PROC = Path.of("/proc");
    private static final Path BOOT_ID = PROC.resolve("sys/kernel/random/boot_id");

    /** Fields of {@code /proc/PID/stat} after the command's closing bracket; see proc(5). */
    private static final int STATE = 0;

    private static final int THREADS = 17;
    private static final int START_TICKS = 19;

    /** The process that has this pid now, if one is running; a zombie is not. */
    public static Optional<ProcessIdentity> of(long pid) {
        return Files.exists(BOOT_ID) ? fromProc(pid) : fromHandle(pid);
    }

    /** Whether exactly this process is still running. */
    public boolean isAlive() {
        return of(pid).filter(this::equals).isPresent();
    }

    /** SIGTERM; does nothing when this process has ended, whoever has its pid now. */
    public void terminate() {
        handle().ifPresent(ProcessHandle::destroy);
    }

    /** SIGKILL; does nothing when this process has ended, whoever has its pid now. */
    public void kill() {
        handle().ifPresent(ProcessHandle::destroyForcibly);
    }

    // The handle remembers its own start time before we compare ours, and checks it again before it signals.
    private Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid).filter(handle -> isAlive());
    }

    private static Optional<ProcessIdentity> fromProc(long pid) {
        try {
            String stat = Files.readString(PROC.resolve(pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
            // While other threads are still ending the first may be a zombie already, and ports are still held.
            boolean ended = fields[STATE].equalsIgnoreCase("X")
                    || (fields[STATE].equals("Z") && Integer.parseInt(fields[THREADS]) <= 1);
            return ended
                    ? Optional.empty()
                    : Optional.of(
                            new ProcessIdentity(pid, Files.readString(BOOT_ID).strip() + "/" + fields[START_TICKS]));
        } catch (IOException _) {
            return Optional.empty(); // no such process, or it ended while we looked
        }
    }

    private static Optional<ProcessIdentity> fromHandle(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(handle -> handle.info().startInstant())
                .map(start -> new ProcessIdentity(pid, start.toString()));
    }
}
