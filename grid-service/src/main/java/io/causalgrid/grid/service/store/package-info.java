/**
 * Where owners keep what they decide: the journal in the store, and one in memory for tests and dev mode.
 */
@NullMarked
package io.causalgrid.grid.service.store;

import org.jspecify.annotations.NullMarked;
