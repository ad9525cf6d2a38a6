package io.causalgrid.kv.core.history;

/**
 * One operation at its place in a history.
 *
 * @param number its number among all operations of the history
 * @param index its number in its session
 */
record Event(int number, int session, int index, Operation operation) {
    boolean isRead() {
        return operation instanceof Operation.Read;
    }

    @Override
    public String toString() {
        return "session %d, operation %d: %s".formatted(session, index, operation);
    }
}
