/** Reading the store's JSON. For the client's own use. */
@NullMarked
package io.causalgrid.kv.client.document;

import org.jspecify.annotations.NullMarked;
