package io.causalgrid.grid.service.substation;

/** This process does not own the substation, at the moment. Nothing was done. */
final class NotOwnerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String holderUrl;

    /** @param holderUrl where the owner is; empty if that is not known */
    NotOwnerException(String why, String holderUrl) {
        super(why, null, false, false);
        this.holderUrl = holderUrl;
    }

    String holderUrl() {
        return holderUrl;
    }
}
