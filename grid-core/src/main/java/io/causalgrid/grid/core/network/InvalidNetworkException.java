package io.causalgrid.grid.core.network;

/** A description that is not one of a possible network. The message says where and why, for whoever wrote it. */
public final class InvalidNetworkException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String place;

    /** One that is wrong as a whole. */
    public InvalidNetworkException(String message) {
        super(message);
        this.place = "";
    }

    /**
     * @param place in the document, as in {@code nodes[3].limits[0]}
     * @param message what is wrong there
     */
    public InvalidNetworkException(String place, String message) {
        this(place, place, message);
    }

    /**
     * @param object in the document, for people
     * @param place exactly, of a member of that object
     * @param message what is wrong there
     */
    InvalidNetworkException(String object, String place, String message) {
        super(object + ": " + message);
        this.place = place;
    }

    /** Where in the document, as in {@code nodes[3].limits[0]}; empty if no place is to blame. */
    public String place() {
        return place;
    }
}
