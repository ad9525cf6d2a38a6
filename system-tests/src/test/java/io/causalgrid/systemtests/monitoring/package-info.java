/**
 * Checks what watches the system: Prometheus' configuration, its rules with their own tests, and the Grafana boards.
 * Grafana itself is not needed; a board is judged by what its file says, and its expressions by promtool. That every
 * metric named is really served is checked against running services with {@link
 * io.causalgrid.systemtests.monitoring.ServedMetrics}.
 */
@NullMarked
package io.causalgrid.systemtests.monitoring;

import org.jspecify.annotations.NullMarked;
