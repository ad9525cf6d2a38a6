package io.causalgrid.grid.core.allocation;

import java.util.List;

/** A name that no policy has. */
public final class UnknownPolicyException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnknownPolicyException(String name, List<String> known) {
        super("there is no policy %s; there are %s".formatted(name, String.join(", ", known)));
    }
}
