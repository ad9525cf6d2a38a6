package io.causalgrid.grid.core.network;

import java.util.Map;
import java.util.TreeMap;

/**
 * A number plus multiples of named unknowns: what a {@link Formula} comes to.
 *
 * @param factors by name; never zero
 */
record LinearForm(double constant, Map<String, Double> factors) {
    static LinearForm constant(double value) {
        return new LinearForm(value, Map.of());
    }

    static LinearForm unknown(String name) {
        return new LinearForm(0, Map.of(name, 1.0));
    }

    boolean isConstant() {
        return factors.isEmpty();
    }

    LinearForm plus(LinearForm other) {
        Map<String, Double> sum = new TreeMap<>(factors);
        other.factors.forEach((name, factor) -> sum.merge(name, factor, Double::sum));
        sum.values().removeIf(factor -> factor == 0);
        return new LinearForm(constant + other.constant, sum);
    }

    LinearForm times(double factor) {
        if (factor == 0) {
            return constant(0);
        }
        Map<String, Double> product = new TreeMap<>(factors);
        product.replaceAll((_, before) -> before * factor);
        return new LinearForm(constant * factor, product);
    }
}
