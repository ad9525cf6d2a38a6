package io.causalgrid.grid.core.feeder;

import java.time.Duration;

/**
 * A part of one substation's right that another may use, for a while from the moment at which the borrower made the request that it
 * answers. Of several from the same lender the last holds; until the borrower has let the others go, the highest counts for the
 * lender, not their sum.
 *
 * @param number grows with each loan of a lender, whoever owns it
 * @param borrower the substation that may use it
 * @param claim of the owner that asked; for another owner it is nothing
 * @param request the number of its request
 * @param watts lent, beyond the borrower's own right
 * @param lasts from the request on, in real time
 */
public record Loan(long number, String borrower, long claim, long request, double watts, Duration lasts) {
    public Loan {
        if (!(watts >= 0 && watts < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a loan of " + watts + " W");
        }
    }
}
