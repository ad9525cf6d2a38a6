package io.causalgrid.kv.service.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryPoolTest {
    private final MemoryPool pool = new MemoryPool(100, 2);

    @Test
    void whoFitsInGetsItAtOnceAndTheOthersWait() {
        MemoryPool.Share first = pool.claim(60);
        MemoryPool.Share second = pool.claim(40);
        MemoryPool.Share third = pool.claim(1);

        assertThat(first.granted()).isCompleted();
        assertThat(second.granted()).isCompleted();
        assertThat(third.granted()).isNotDone();
        second.end();
        assertThat(third.granted()).isCompleted();
    }

    @Test
    void nobodyOvertakesOneThatWaitsForMuch() {
        MemoryPool.Share first = pool.claim(60);
        MemoryPool.Share large = pool.claim(80);
        MemoryPool.Share small = pool.claim(10);

        assertThat(small.granted()).isNotDone();
        first.end();
        assertThat(large.granted()).isCompleted();
        assertThat(small.granted()).isCompleted();
    }

    @Test
    void whoNeedsLessLetsOthersIn() {
        MemoryPool.Share first = pool.claim(100);
        MemoryPool.Share second = pool.claim(50);

        first.shrinkTo(50);
        assertThat(second.granted()).isCompleted();
        first.shrinkTo(70); // too late to want more
        first.end();
        second.end();
        assertThat(pool.claim(100).granted()).isCompleted();
    }

    @Test
    void whatIsGivenBackTwiceCountsOnce() {
        MemoryPool.Share first = pool.claim(60);
        first.end();
        first.end();

        assertThat(pool.claim(60).granted()).isCompleted();
        assertThat(pool.claim(60).granted()).isNotDone();
    }

    @Test
    void whoGivesUpWaitingMakesRoomInTheQueue() {
        MemoryPool.Share first = pool.claim(100);
        MemoryPool.Share second = pool.claim(100);
        pool.claim(100);
        MemoryPool.Share tooMany = pool.claim(1);

        assertThat(tooMany.granted()).isCompletedExceptionally();
        tooMany.end();
        second.end();
        MemoryPool.Share fourth = pool.claim(1);
        assertThat(fourth.granted()).isNotDone();
        first.end();
        assertThat(second.granted()).isNotDone();
    }

    @Test
    void oneThatWantsMoreThanThereIsGetsAll() {
        MemoryPool.Share large = pool.claim(1_000);

        assertThat(large.granted()).isCompleted();
        assertThat(pool.claim(1).granted()).isNotDone();
        large.end();
        assertThat(pool.claim(90).granted()).isCompleted();
    }
}
