package io.causalgrid.cli.kv;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** A command on keys cannot do what it was asked for; the message is one line for the person at the keyboard. */
public final class KvException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int FAILED = 1;
    private static final int ABSENT = 3;

    private final int exitCode;

    public KvException(String message) {
        this(message, FAILED, null);
    }

    KvException(String message, Throwable cause) {
        this(message, FAILED, cause);
    }

    private KvException(String message, int exitCode, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** There is nothing of that name. */
    public static KvException absent(String what, String name) {
        return new KvException("There is no " + what + " '" + Shown.oneLine(name) + "'.", ABSENT, null);
    }

    /** A file cannot be read or written. */
    public static KvException of(IOException failure) {
        String text = String.valueOf(failure.getMessage());
        String message =
                switch (failure) {
                    case NoSuchFileException _ -> "There is no file " + text;
                    case AccessDeniedException _ -> "Not allowed to read or write " + text;
                    case FileAlreadyExistsException _ -> "There is something at " + text + " already";
                    case FileSystemException _ -> "Cannot read or write " + text;
                    default -> failure.getClass().getSimpleName() + ": " + text;
                };
        return new KvException(message, failure);
    }

    /** What the command exits with. */
    public int exitCode() {
        return exitCode;
    }
}
