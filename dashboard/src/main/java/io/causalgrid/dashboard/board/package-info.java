/** What visitors see: the state arranged for display, rendered once for all browsers, and streamed to each as fast as that one can take it. */
@NullMarked
package io.causalgrid.dashboard.board;

import org.jspecify.annotations.NullMarked;
