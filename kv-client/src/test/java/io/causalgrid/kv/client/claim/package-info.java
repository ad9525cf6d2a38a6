/** Tests. */
@NullMarked
package io.causalgrid.kv.client.claim;

import org.jspecify.annotations.NullMarked;
