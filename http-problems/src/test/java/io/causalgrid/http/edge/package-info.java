/** Tests of the package of the same name. */
@NullMarked
package io.causalgrid.http.edge;

import org.jspecify.annotations.NullMarked;
