/**
 * What the tests of all services need: comparing what is documented with what a service says of itself, and asking it as no
 * decent client does.
 */
@NullMarked
package io.causalgrid.http.reference;

import org.jspecify.annotations.NullMarked;
