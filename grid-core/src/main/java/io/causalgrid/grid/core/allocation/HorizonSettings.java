package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.series.Course;
import io.causalgrid.grid.core.series.Foresight;
import java.util.Optional;

/**
 * What {@link Horizon} weighs against each other; all amounts in one currency.
 *
 * @param prices of a kilowatt-hour
 * @param worthPerKwh what it is worth to deliver a kilowatt-hour; above the prices, or charging is forgone for them
 * @param peakPricePerKw what each kilowatt costs by which the plan's highest power exceeds {@code paidPeakKw}; not negative
 * @param paidPeakKw a power that costs nothing more; not negative
 * @param foresight what is foreseen of the prices
 */
public record HorizonSettings(
        Course prices, double worthPerKwh, double peakPricePerKw, double paidPeakKw, Foresight foresight) {
    public HorizonSettings {
        if (!(worthPerKwh > 0 && peakPricePerKw >= 0 && paidPeakKw >= 0)) {
            throw new IllegalArgumentException("worth " + worthPerKwh + " a kWh, peak price " + peakPricePerKw
                    + " a kW, paid peak " + paidPeakKw + " kW");
        }
    }

    /** One that knows the prices to come. */
    public HorizonSettings(Course prices, double worthPerKwh, double peakPricePerKw, double paidPeakKw) {
        this(prices, worthPerKwh, peakPricePerKw, paidPeakKw, Foresight.PERFECT);
    }

    /**
     * What a kilowatt-hour costs with its carbon dioxide.
     *
     * @param carbon in grams a kilowatt-hour; empty if nothing is known of it
     */
    public static Course withCarbon(Course prices, Optional<Course> carbon, double pricePerKg) {
        return carbon.map(grams -> prices.plus(pricePerKg / 1_000, grams)).orElse(prices);
    }

    /**
     * What it is worth to leave a current as it is, for each kilowatt-hour: enough to settle ties, too little to hide prices. Without
     * price differences ties are better settled by who has the least time to spare.
     */
    double worthOfSteadinessPerKwh() {
        return waitingPays() ? worthPerKwh * 1e-4 : 0;
    }

    /**
     * What an hour's delay takes from the worth of a kilowatt-hour. Without price differences nothing is won by waiting, and
     * whatever is left for later competes with vehicles yet to come; with them the worth must not hide the prices.
     */
    double costOfWaitingPerHour() {
        return worthPerKwh * (waitingPays() ? 1e-4 : 0.05);
    }

    private boolean waitingPays() {
        return !prices.isConstant() || peakPricePerKw > 0;
    }
}
