/** The running dashboard against stub replicas and a stub gateway, and the files it serves. */
@NullMarked
package io.causalgrid.dashboard.page;

import org.jspecify.annotations.NullMarked;
