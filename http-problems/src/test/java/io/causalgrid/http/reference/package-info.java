/** Compares what is documented with what services say of themselves; also for the tests of the services. */
@NullMarked
package io.causalgrid.http.reference;

import org.jspecify.annotations.NullMarked;
