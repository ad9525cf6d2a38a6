/**
 * The replica of this process: the core's state machine with the thread that owns it. Everybody else talks to it through
 * {@link io.causalgrid.kv.service.site.Site}, from any thread.
 */
@NullMarked
package io.causalgrid.kv.service.site;

import org.jspecify.annotations.NullMarked;
