/** Tests of one replica in one process, without peers or with stand-ins for them. */
@NullMarked
package io.causalgrid.kv.service;

import org.jspecify.annotations.NullMarked;
