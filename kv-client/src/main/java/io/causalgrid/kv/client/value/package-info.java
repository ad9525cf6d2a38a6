/** What callers hand in and get back: keys, values, conditions, batches, pages. All immutable, but for the batch. */
@NullMarked
package io.causalgrid.kv.client.value;

import org.jspecify.annotations.NullMarked;
