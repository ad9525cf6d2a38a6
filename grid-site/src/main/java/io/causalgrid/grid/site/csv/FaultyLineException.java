package io.causalgrid.grid.site.csv;

/** A line that cannot be used. The message says why; whoever reads the lines knows which it is. */
public final class FaultyLineException extends Exception {

    private static final long serialVersionUID = 1;

    /** @param reason for whoever wrote the file */
    public FaultyLineException(String reason) {
        super(reason, null, false, false); // there may be one for each line of a file
    }

    /** Why. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
