package io.causalgrid.grid.core.allocation;

/** Why a grant is what it is. */
public enum Reason {
    FULL_POWER("all that the vehicle takes"),
    EQUAL_SHARE("an equal share of what the limit leaves"),
    ARRIVAL_ORDER("what the limit leaves after earlier arrivals"),
    DEADLINE_ORDER("what the limit leaves after earlier deadlines"),
    LAXITY_ORDER("what the limit leaves after those with less time to spare"),
    OPTIMISED("its part in what delivers the most, the urgent weighing more"),
    PLANNED("its part in the plan for the time until the last departure"),
    MINIMUM_CURRENT("the minimum current; the limit leaves no more"),
    WAITING_FOR_TURN("paused: the limit does not leave the minimum current for everyone at once; its turn comes"),
    WAITING_FOR_LOWERING("not raised yet: others have not acknowledged their lower grants"),
    UNREACHABLE("as last told: the charge point does not answer"),
    CUT_BY_SAFETY("cut by the safety layer to keep the limit");

    private final String text;

    Reason(String text) {
        this.text = text;
    }

    /** For people. */
    public String text() {
        return text;
    }
}
