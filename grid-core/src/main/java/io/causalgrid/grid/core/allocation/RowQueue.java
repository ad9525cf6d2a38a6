package io.causalgrid.grid.core.allocation;

/**
 * The limits by the level at which each would be reached, the least first: a binary heap that knows where each one is, so
 * that a level can change. Confined to one thread.
 */
final class RowQueue {
    private final int[] heap;
    private final int[] place;
    private final double[] levels;

    /** All rows, with the level infinity. */
    RowQueue(int rows) {
        heap = new int[rows];
        place = new int[rows];
        levels = new double[rows];
        for (int row = 0; row < rows; row++) {
            heap[row] = row;
            place[row] = row;
            levels[row] = Double.POSITIVE_INFINITY;
        }
    }

    int first() {
        return heap[0];
    }

    /** The least level; infinity without rows. */
    double firstLevel() {
        return heap.length == 0 ? Double.POSITIVE_INFINITY : levels[heap[0]];
    }

    double level(int row) {
        return levels[row];
    }

    void set(int row, double level) {
        double before = levels[row];
        levels[row] = level;
        if (level < before) {
            up(place[row]);
        } else if (level > before) {
            down(place[row]);
        }
    }

    private void up(int from) {
        int at = from;
        int row = heap[at];
        while (at > 0 && levels[heap[(at - 1) / 2]] > levels[row]) {
            put(heap[(at - 1) / 2], at);
            at = (at - 1) / 2;
        }
        put(row, at);
    }

    private void down(int from) {
        int at = from;
        int row = heap[at];
        while (2 * at + 1 < heap.length) {
            int child = 2 * at + 1;
            if (child + 1 < heap.length && levels[heap[child + 1]] < levels[heap[child]]) {
                child++;
            }
            if (levels[heap[child]] >= levels[row]) {
                break;
            }
            put(heap[child], at);
            at = child;
        }
        put(row, at);
    }

    private void put(int row, int at) {
        heap[at] = row;
        place[row] = at;
    }
}
