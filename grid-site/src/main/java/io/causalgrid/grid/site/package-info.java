/** Site files as people write them, in YAML or JSON: what is wrong in one is said with its line. */
@NullMarked
package io.causalgrid.grid.site;

import org.jspecify.annotations.NullMarked;
