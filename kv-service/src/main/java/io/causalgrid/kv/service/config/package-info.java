/** The configuration of a replica, read and checked once at start-up. */
@NullMarked
package io.causalgrid.kv.service.config;

import org.jspecify.annotations.NullMarked;
