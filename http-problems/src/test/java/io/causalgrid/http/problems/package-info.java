/** Tests of the package of the same name. */
@NullMarked
package io.causalgrid.http.problems;

import org.jspecify.annotations.NullMarked;
