package io.causalgrid.benchmarks.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class ReplicaReportsTest {
    @Test
    void theDocumentOfTheClusterSaysHowFarAReplicaIs() {
        Standing standing = Standing.parse("""
                {"site":"node0","members":[{"name":"node0","vectorClock":[9,9]}],"vectorClock":[7,0,3],
                 "keys":8,"logRecords":5,"logBytes":640}
                """);

        assertThat(standing).isEqualTo(new Standing(8, 10, 5, 640));
    }

    @Test
    void anotherDocumentIsRefused() {
        assertThatExceptionOfType(ReplicaTroubleException.class)
                .isThrownBy(() -> Standing.parse("{\"keys\":8}"))
                .withMessageContaining("vectorClock");
        assertThatExceptionOfType(ReplicaTroubleException.class).isThrownBy(() -> Standing.parse("<html>"));
    }

    @Test
    void theHeapIsTheSumOfItsParts() {
        String metrics = """
                # TYPE jvm_memory_used_bytes gauge
                jvm_memory_used_bytes{area="nonheap",id="Metaspace",site="node0"} 6.0E7
                jvm_memory_used_bytes{area="heap",id="Tenured Gen",site="node0"} 2.4E7
                jvm_memory_used_bytes{area="heap",id="Eden Space",site="node0"} 1000000.0
                jvm_memory_max_bytes{area="heap",id="Eden Space",site="node0"} 7.1E7
                """;

        assertThat(HeapMetrics.usedBytes(metrics)).isEqualTo(25_000_000);
    }

    @Test
    void metricsWithoutAHeapAreRefused() {
        assertThatExceptionOfType(ReplicaTroubleException.class).isThrownBy(() -> HeapMetrics.usedBytes("up 1\n"));
    }

    @Test
    void theResidentMemoryIsReadFromTheProcessStatus() {
        String status = """
                Name:\tjava
                VmPeak:\t 3000000 kB
                VmHWM:\t  260000 kB
                VmRSS:\t  250000 kB
                """;

        assertThat(ProcessMemory.parse(status).residentBytes()).isEqualTo(256_000_000);
    }

    @Test
    void thisProcessHasSomethingInMemory() {
        assertThat(ProcessMemory.of(ProcessHandle.current().pid()).residentBytes())
                .isGreaterThan(1 << 20);
    }
}
