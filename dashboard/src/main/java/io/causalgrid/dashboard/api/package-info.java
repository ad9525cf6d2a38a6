/** The HTTP surface of the dashboard: the page, its event stream, its forms, and the same state as JSON. Resources parse, call the packages below, and choose a status. */
@NullMarked
package io.causalgrid.dashboard.api;

import org.jspecify.annotations.NullMarked;
