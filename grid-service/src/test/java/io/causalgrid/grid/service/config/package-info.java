/** Tests of how settings are read. */
@NullMarked
package io.causalgrid.grid.service.config;

import org.jspecify.annotations.NullMarked;
