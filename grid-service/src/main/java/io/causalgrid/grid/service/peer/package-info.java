/**
 * Calls to another process of the grid, each with a timeout and a circuit breaker for each process called. What came of
 * a call is a value that says whether the other side may have acted on it.
 */
@NullMarked
package io.causalgrid.grid.service.peer;

import org.jspecify.annotations.NullMarked;
