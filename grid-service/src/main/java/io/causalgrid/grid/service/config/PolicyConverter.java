package io.causalgrid.grid.service.config;

import io.causalgrid.grid.core.allocation.KnownPolicy;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads a policy by its name; an unknown one is refused with the names that there are. */
public final class PolicyConverter implements Converter<KnownPolicy> {
    private static final long serialVersionUID = 1L;

    @Override
    public KnownPolicy convert(String value) {
        return KnownPolicy.named(value.strip());
    }
}
