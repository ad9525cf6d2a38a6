/** The REST API: each resource checks what came in, asks the site, and says what came of it. */
@NullMarked
package io.causalgrid.kv.service.api;

import org.jspecify.annotations.NullMarked;
