/** Tests of the site's data on its disk, against models in memory and against copies of directories as a crash leaves them. */
@NullMarked
package io.causalgrid.kv.service.storage;

import org.jspecify.annotations.NullMarked;
