/** Tests of the roles as clients see them. */
@NullMarked
package io.causalgrid.grid.service;

import org.jspecify.annotations.NullMarked;
