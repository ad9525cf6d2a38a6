/**
 * What every CausalGrid service does alike at its HTTP edge: read JSON strictly, and answer each error, whatever layer
 * it arises in, as an {@code application/problem+json} document (RFC 9457). The Quarkus extension {@code
 * quarkus-resteasy-problem} does most of it; this package closes its gaps.
 */
@NullMarked
package io.causalgrid.http.problems;

import org.jspecify.annotations.NullMarked;
