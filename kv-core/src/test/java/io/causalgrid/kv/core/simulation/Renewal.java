package io.causalgrid.kv.core.simulation;

import io.causalgrid.kv.core.fold.LogPoint;
import java.io.IOException;

/** The new incarnation that a life opens before its first write, if it may have lost one. */
final class Renewal {
    private final SiteLife life;
    private boolean due;
    private boolean underWay;

    Renewal(SiteLife life, boolean due) {
        this.life = life;
        this.due = due && isMinded();
    }

    boolean isDue() {
        return due;
    }

    /** Somebody knows more of this site's writes than this site. */
    void detected() {
        if (due || !isMinded()) {
            return;
        }
        due = true;
        life.site().cluster().statistics().count(Happening.FORGOTTEN_WRITES_NOTICED);
        try {
            life.site().machine().note(Machine.RENEW);
        } catch (IOException e) {
            // it will be detected again
        }
        attempt();
    }

    void attempt() {
        if (!due || underWay || !life.replica().isWritable()) {
            return;
        }
        underWay = true;
        life.replica().openIncarnation(life.site().cluster().newIncarnation()).whenComplete((point, failure) -> {
            underWay = false;
            life.site().cluster().trace(() -> life.site().name() + " renews: " + point);
            if (failure == null) {
                due = false;
                life.site().cluster().statistics().count(Happening.INCARNATION);
                forgetWhenDurable(point);
            }
        });
    }

    private void forgetWhenDurable(LogPoint point) {
        life.log()
                .whenDurable(point.position())
                .thenRun(() -> life.in(1, () -> {
                    try {
                        life.site().machine().forget(Machine.RENEW);
                    } catch (IOException e) {
                        // one more incarnation at the next start does no harm
                    }
                }));
    }

    private boolean isMinded() {
        return life.site().cluster().flaw() != Flaw.REUSES_DOTS;
    }
}
