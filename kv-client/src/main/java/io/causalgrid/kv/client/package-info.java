/** A client of the store: sessions that keep their guarantees at whichever replica they ask, over plain HTTP. */
@NullMarked
package io.causalgrid.kv.client;

import org.jspecify.annotations.NullMarked;
