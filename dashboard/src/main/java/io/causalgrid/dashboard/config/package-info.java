/** What an operator can set, checked at start-up, and the clock that the other packages are given. Knows nothing of HTTP or pages. */
@NullMarked
package io.causalgrid.dashboard.config;

import org.jspecify.annotations.NullMarked;
