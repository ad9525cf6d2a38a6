/**
 * What the commands on keys do besides asking the store: values and mutations as JSON, exports and imports that can be
 * resumed, and the file that carries a session from one command line to the next.
 */
@NullMarked
package io.causalgrid.cli.kv;

import org.jspecify.annotations.NullMarked;
