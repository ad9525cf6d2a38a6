/** Tests of watching: the parts with a site of lists and queues, and the whole with a real one. */
@NullMarked
package io.causalgrid.kv.service.watch;

import org.jspecify.annotations.NullMarked;
