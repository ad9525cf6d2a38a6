package io.causalgrid.kv.core.simulation;

/** What a simulated state is to do wrong. */
public final class StateFaults {
    private int commits;
    private int recoveries;
    private int readsBefore = Integer.MAX_VALUE;

    /** The next so many commits fail, and then the next so many recoveries. */
    public void failNext(int commitsToFail, int recoveriesToFail) {
        commits = commitsToFail;
        recoveries = recoveriesToFail;
    }

    /** Reading works that often, and then fails. */
    public void failReadsAfter(int reads) {
        readsBefore = reads;
    }

    /** Reading works again. */
    public void allowReads() {
        readsBefore = Integer.MAX_VALUE;
    }

    boolean failsCommit() {
        if (commits == 0) {
            return false;
        }
        commits--;
        return true;
    }

    boolean failsRecovery() {
        if (recoveries == 0) {
            return false;
        }
        recoveries--;
        return true;
    }

    boolean failsRead() {
        if (readsBefore == Integer.MAX_VALUE) {
            return false;
        }
        if (readsBefore == 0) {
            return true;
        }
        readsBefore--;
        return false;
    }
}
