package io.causalgrid.cli.command;

import java.net.URI;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a replica's address, such as {@code http://127.0.0.1:5000}. */
final class ServerAddress implements ITypeConverter<URI> {

    @Override
    public URI convert(String text) {
        try {
            URI address = URI.create(text);
            if (address.getHost() != null
                    && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
                return address;
            }
        } catch (IllegalArgumentException _) {
            // said below
        }
        throw new TypeConversionException("'" + text + "' is not an address like http://127.0.0.1:5000");
    }
}
