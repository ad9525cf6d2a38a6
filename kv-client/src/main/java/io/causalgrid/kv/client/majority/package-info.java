/** Reads at a majority of the cluster's members: whatever a majority holds is among what another majority shows. */
@NullMarked
package io.causalgrid.kv.client.majority;

import org.jspecify.annotations.NullMarked;
