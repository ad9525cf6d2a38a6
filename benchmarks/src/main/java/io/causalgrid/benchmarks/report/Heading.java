package io.causalgrid.benchmarks.report;

/**
 * What stands above measurements that belong together.
 *
 * @param number of the measurement
 * @param title without the number
 */
public record Heading(int number, String title) {}
