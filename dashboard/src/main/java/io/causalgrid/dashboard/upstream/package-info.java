/** The way to the replicas and the gateway: event streams that reconnect, polling, and the requests that visitors make through the forms. What is learnt goes to the live state; nothing is rendered here. */
@NullMarked
package io.causalgrid.dashboard.upstream;

import org.jspecify.annotations.NullMarked;
