package io.causalgrid.kv.service.storage;

import io.causalgrid.kv.core.state.StateException;
import java.nio.file.Path;

/** What to say when a directory fails: which one, why, and what to do. */
final class StateFailures {
    private static final String REMEDY =
            " If it is damaged, move the site's data directory away and start the site again: it then gets everything"
                    + " from the other members. Or put a backup in its place.";

    private StateFailures() {}

    static StateException cannotOpen(Path directory, Exception cause) {
        return failure("cannot open the state in ", directory, cause, REMEDY);
    }

    static StateException cannotRead(Path directory, Exception cause) {
        return failure("cannot read the state in ", directory, cause, REMEDY);
    }

    static StateException cannotReadSnapshot(Path directory, Exception cause) {
        return failure("cannot read the snapshot in ", directory, cause, "");
    }

    static StateException cannotWrite(Path directory, Throwable cause) {
        return failure("cannot write in ", directory, cause, "");
    }

    private static StateException failure(String what, Path directory, Throwable cause, String remedy) {
        return new StateException(what + directory + ": " + cause.getMessage() + "." + remedy, cause);
    }
}
