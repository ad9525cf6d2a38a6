/** Keeps what clients send and get from taking more memory than there is. */
@NullMarked
package io.causalgrid.kv.service.memory;

import org.jspecify.annotations.NullMarked;
