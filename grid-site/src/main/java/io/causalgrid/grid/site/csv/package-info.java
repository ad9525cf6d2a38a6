/**
 * Reads separated values as people have them: with other separators, decimal commas, a byte-order mark, or compressed. What is wrong
 * in a file is said line by line.
 */
@NullMarked
package io.causalgrid.grid.site.csv;

import org.jspecify.annotations.NullMarked;
