/**
 * One request's way to an answer: which endpoint is asked next, what came of it, whether it may be asked again and where. For
 * the client's own use. Everything here blocks its thread; those who cannot wait run it on a virtual one.
 */
@NullMarked
package io.causalgrid.kv.client.routing;

import org.jspecify.annotations.NullMarked;
