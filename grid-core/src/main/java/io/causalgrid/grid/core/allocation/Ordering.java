package io.causalgrid.grid.core.allocation;

import java.util.Arrays;

/**
 * Sorts positions by numbers, without an object for each. The leading bits of a number and its position share one long;
 * these are sorted, and a last pass sets right the few whose leading bits are equal.
 */
final class Ordering {
    private Ordering() {}

    /**
     * The positions of the keys in ascending order of the keys; those of equal keys in their own order.
     *
     * @param keys finite
     */
    static int[] ascending(double[] keys) {
        int count = keys.length;
        int positionBits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, count - 1));
        double least = Arrays.stream(keys).min().orElse(0);
        long[] packed = new long[count];
        for (int i = 0; i < count; i++) {
            // Numbers that are not negative have the order of their bits.
            long bits = Double.doubleToRawLongBits(keys[i] - least + 0.0);
            packed[i] = bits >>> positionBits << positionBits | i;
        }
        Arrays.sort(packed);
        int[] order = new int[count];
        long mask = (1L << positionBits) - 1;
        for (int i = 0; i < count; i++) {
            order[i] = (int) (packed[i] & mask);
        }
        settleTies(order, keys);
        return order;
    }

    private static void settleTies(int[] order, double[] keys) {
        for (int i = 1; i < order.length; i++) {
            int moving = order[i];
            int to = i;
            while (to > 0 && isAfter(order[to - 1], moving, keys)) {
                order[to] = order[to - 1];
                to--;
            }
            order[to] = moving;
        }
    }

    private static boolean isAfter(int one, int other, double[] keys) {
        return keys[one] > keys[other] || (keys[one] == keys[other] && one > other);
    }
}
