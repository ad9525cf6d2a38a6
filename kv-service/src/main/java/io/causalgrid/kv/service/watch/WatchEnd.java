package io.causalgrid.kv.service.watch;

/** Why a watch has ended. */
enum WatchEnd {
    /** The client has gone. */
    GONE,
    /** It was told why it cannot watch, and got no events. */
    REFUSED,
    /** It does not read fast enough. */
    SLOW,
    /** This site cannot go on from where the client is. */
    LOST,
    /** This site stops. */
    STOPPED
}
