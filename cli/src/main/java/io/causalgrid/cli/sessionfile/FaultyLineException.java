package io.causalgrid.cli.sessionfile;

/** A line that is no session. The message says why; whoever reads the lines knows which it is. */
final class FaultyLineException extends Exception {

    private static final long serialVersionUID = 1;

    FaultyLineException(String reason) {
        super(reason, null, false, false); // there may be one for each line of a file
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
