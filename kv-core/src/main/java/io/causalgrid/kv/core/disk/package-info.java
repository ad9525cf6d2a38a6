/**
 * A directory of files as a port, so that everything which must survive a crash can be tried against a disk that loses,
 * tears and fails on purpose. {@link io.causalgrid.kv.core.disk.FileDisk} is the real one.
 */
@NullMarked
package io.causalgrid.kv.core.disk;

import org.jspecify.annotations.NullMarked;
