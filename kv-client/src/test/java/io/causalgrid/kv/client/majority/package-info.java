/** Tests of reading at a majority. */
@NullMarked
package io.causalgrid.kv.client.majority;

import org.jspecify.annotations.NullMarked;
