/**
 * The store's heart as plain Java. The packages form floors, each built on those before it: {@code clock}, {@code
 * record}, {@code log} and {@code state}, {@code fold}, {@code replica}.
 */
@NullMarked
package io.causalgrid.kv.core;

import org.jspecify.annotations.NullMarked;
