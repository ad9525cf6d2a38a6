package io.causalgrid.kv.client.value;

import java.util.List;
import java.util.Optional;

/**
 * Some of many, in order, as of one point in causal history; the next page is of a later one.
 *
 * @param next where the next page begins, for {@link PageRequest#after}; empty on the last page
 */
public record Page<T>(List<T> items, Optional<String> next) {
    public Page {
        items = List.copyOf(items);
    }
}
