/** Tests of the package of the same name. */
@NullMarked
package io.causalgrid.http.compression;

import org.jspecify.annotations.NullMarked;
