package io.causalgrid.benchmarks.cluster;

import java.util.function.LongSupplier;

/** A rate, from looks at a count that grows: from the last look before it began to grow to the last look at all. */
public final class Meter {
    private final LongSupplier nanos;
    private boolean looked;
    private long firstCount;
    private long firstNanos;
    private long lastCount;
    private long lastNanos;

    /** Measures by the system's clock. */
    public Meter() {
        this(System::nanoTime);
    }

    Meter(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The count is that much now. */
    public void look(long count) {
        long now = nanos.getAsLong();
        if (!looked || count == firstCount) {
            looked = true;
            firstCount = count;
            firstNanos = now;
        }
        lastCount = count;
        lastNanos = now;
    }

    /**
     * By how much the count has grown in a second.
     *
     * @throws ReplicaTroubleException if it was not seen growing
     */
    public double perSecond() {
        if (lastCount == firstCount) {
            throw new ReplicaTroubleException("it was over before it could be measured; choose more --keys");
        }
        return (lastCount - firstCount) * 1e9 / (lastNanos - firstNanos);
    }
}
