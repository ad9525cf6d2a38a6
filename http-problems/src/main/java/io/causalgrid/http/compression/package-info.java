/**
 * How services compress what is large, for clients that take it: answers of resources, and endless ones. What is not asked for
 * here has nothing to do with it, so that it costs those nothing that are asked for all day (ADR 0056).
 */
@NullMarked
package io.causalgrid.http.compression;

import org.jspecify.annotations.NullMarked;
