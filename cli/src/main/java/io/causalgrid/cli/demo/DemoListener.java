package io.causalgrid.cli.demo;

/** Hears how a demo proceeds; called on the demo's thread. */
public interface DemoListener {

    /** Before the first step: where the cluster is, in words. */
    void begins(String start);

    /** A step has been done. */
    void done(Step step);
}
