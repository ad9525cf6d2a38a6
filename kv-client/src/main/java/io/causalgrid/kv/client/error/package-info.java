/** What can go wrong, named for what it means to the caller: was anything written, and is asking again any use? */
@NullMarked
package io.causalgrid.kv.client.error;

import org.jspecify.annotations.NullMarked;
