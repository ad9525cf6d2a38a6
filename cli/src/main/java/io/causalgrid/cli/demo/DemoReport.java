package io.causalgrid.cli.demo;

import java.util.List;

/**
 * How a demo went.
 *
 * @param demo its name
 * @param fresh whether the cluster was new, so that the exact documents of the reference scenario had to come
 * @param start where the cluster was, in words
 * @param steps those that were played; after the first failed one the rest is left out
 * @param verdict in words
 */
public record DemoReport(String demo, boolean fresh, String start, List<Step> steps, boolean passed, String verdict) {

    public DemoReport {
        steps = List.copyOf(steps);
    }
}
