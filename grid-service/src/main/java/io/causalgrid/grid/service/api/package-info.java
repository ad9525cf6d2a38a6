/**
 * The public REST resources, one class a noun. Several roles serve the same paths; here it is decided which role answers
 * in this process: the outermost one that is on.
 */
@NullMarked
package io.causalgrid.grid.service.api;

import org.jspecify.annotations.NullMarked;
