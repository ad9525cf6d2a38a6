package io.causalgrid.kv.service.watch;

import io.quarkiverse.resteasy.problem.HttpProblem;

/** The connection of one client, seen from its watch. Belongs to the connection's event loop. */
interface Client {
    /** Runs a task on the event loop, after those given before; any thread. */
    void execute(Runnable task);

    /** Begins the stream of events. Once, and not after {@link #refuse}. */
    Outlet open();

    /** Answers with a problem in place of events. */
    void refuse(HttpProblem problem);

    /** Ends the stream, after what was written; a client that does not read that is cut off. */
    void close();
}
