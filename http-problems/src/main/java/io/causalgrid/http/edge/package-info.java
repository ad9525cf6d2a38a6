/**
 * What every CausalGrid service does alike before a request is routed: it lets through only what is whole, has one meaning,
 * and would be understood alike by all who read it, and answers the rest as problems.
 */
@NullMarked
package io.causalgrid.http.edge;

import org.jspecify.annotations.NullMarked;
