package io.causalgrid.grid.core.allocation;

/** Why a grant is what it is. */
public enum Reason {
    FULL_POWER("all that the vehicle takes"),
    EQUAL_SHARE("an equal share of what the limit leaves"),
    ARRIVAL_ORDER("what the limit leaves after earlier arrivals"),
    DEADLINE_ORDER("what the limit leaves after earlier deadlines"),
    LAXITY_ORDER("what the limit leaves after those with less time to spare"),
    OPTIMISED("its part in what delivers the most, the urgent weighing more"),
    PLANNED("its part in the plan for the time until the last departure", false),
    SURPLUS("its part in what the sun gives beyond the base load", false),
    NO_TIME_FOR_SUN("from the grid, too: waiting for the sun could leave it short at its departure", false),
    PROMISED("what it was promised needs; the limit leaves no more"),
    MINIMUM_CURRENT("the minimum current; the limit leaves no more"),
    WAITING_FOR_TURN("paused: the limit does not leave enough for everyone, and others go first; its turn comes"),
    WAITING_FOR_LOWERING("not raised yet: others have not acknowledged their lower grants"),
    WAITING_FOR_ANSWER("not raised yet: its charge point has been told just now"),
    REFUSED("as last confirmed: the charge point refused to do otherwise", false),
    OVERDRAWN("as last told: the vehicle draws more than that", false),
    UNREACHABLE("as last told: the charge point does not answer", false),
    CUT_BY_SAFETY("cut by the safety layer to keep the limit");

    private final String text;
    private final boolean wouldTakeMore;

    Reason(String text) {
        this(text, true);
    }

    Reason(String text, boolean wouldTakeMore) {
        this.text = text;
        this.wouldTakeMore = wouldTakeMore;
    }

    /** Whether a session with this reason and less than its ceiling may be given what rounding leaves over. */
    public boolean wouldTakeMore() {
        return wouldTakeMore;
    }

    /** For people. */
    public String text() {
        return text;
    }
}
