/**
 * How the things that clients name (keys, counters, elements of sets, fields of maps, requests) are named in the state, where
 * all of them are registers.
 */
@NullMarked
package io.causalgrid.kv.core.key;

import org.jspecify.annotations.NullMarked;
