/** Replicas for the client's tests, which do what their script says and else behave. */
@NullMarked
package io.causalgrid.kv.client.fake;

import org.jspecify.annotations.NullMarked;
