@NullMarked
package io.causalgrid.kv.service.memory;

import org.jspecify.annotations.NullMarked;
