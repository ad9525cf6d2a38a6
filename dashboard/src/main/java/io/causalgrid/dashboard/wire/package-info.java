/** The JSON documents that replicas and the gateway send, as records. Reading is lenient: an unknown member is ignored and a missing one has an empty value, so that a dashboard understands services a version older or newer. */
@NullMarked
package io.causalgrid.dashboard.wire;

import org.jspecify.annotations.NullMarked;
