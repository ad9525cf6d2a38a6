/**
 * The role that sends each request to the substation best placed to take it, goes on to the next if it cannot, and
 * takes back what it had to leave in doubt.
 */
@NullMarked
package io.causalgrid.grid.service.balancer;

import org.jspecify.annotations.NullMarked;
