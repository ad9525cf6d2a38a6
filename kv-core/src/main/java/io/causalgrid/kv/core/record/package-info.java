/**
 * What is written: mutations, transactions and the records of a site's log, with the binary form in which they are
 * stored and sent. A record's bytes are the same in the log and on the wire.
 */
@NullMarked
package io.causalgrid.kv.core.record;

import org.jspecify.annotations.NullMarked;
