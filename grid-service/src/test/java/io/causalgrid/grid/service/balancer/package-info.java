/** Tests. */
@NullMarked
package io.causalgrid.grid.service.balancer;

import org.jspecify.annotations.NullMarked;
