/**
 * What a site's file says: its network, where its charge points are, and how it wants to charge. Parsing the file is left to the
 * caller's library.
 */
@NullMarked
package io.causalgrid.grid.core.site;

import org.jspecify.annotations.NullMarked;
