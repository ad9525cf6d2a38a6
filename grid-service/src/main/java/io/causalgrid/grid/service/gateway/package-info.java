/**
 * The role that clients talk to: passes requests on to one of several balancers, and sessions' requests to the
 * substation that owns them.
 */
@NullMarked
package io.causalgrid.grid.service.gateway;

import org.jspecify.annotations.NullMarked;
