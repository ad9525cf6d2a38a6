@NullMarked
package io.causalgrid.grid.site;

import org.jspecify.annotations.NullMarked;
