/**
 * What all that clients ask for has in common, by whichever way it comes: causality tokens, waiting for what a client has
 * seen, turning it away, and how values are shown.
 */
@NullMarked
package io.causalgrid.kv.service.session;

import org.jspecify.annotations.NullMarked;
