package io.causalgrid.cli.kv;

import io.causalgrid.kv.client.value.Batch;

/**
 * Some lines of an import, which are written together.
 *
 * @param firstLine counted from 1
 * @param endBytes where in the input the last line ends
 * @param expiring whether one of the values expires or has, so that the batch is another one when it is asked for later
 */
record ImportBatch(Batch batch, long firstLine, long lastLine, long endBytes, boolean expiring) {

    int keys() {
        return batch.mutations().size();
    }
}
