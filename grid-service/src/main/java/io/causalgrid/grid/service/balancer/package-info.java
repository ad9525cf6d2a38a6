/**
 * The role that has each request reserved by the substation best placed to take it, confirms it there, and goes on to the
 * next if that one cannot. It remembers nothing: what has become of a request, the substations say.
 */
@NullMarked
package io.causalgrid.grid.service.balancer;

import org.jspecify.annotations.NullMarked;
