package io.causalgrid.dashboard.config;

import java.net.URI;
import java.util.regex.Pattern;

/**
 * A service's name and where it listens, written {@code NAME=URL} in the configuration.
 *
 * @param name letters, digits, {@code _} and {@code -}
 * @param url absolute, http or https
 */
public record NamedAddress(String name, URI url) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public NamedAddress {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is not a name of letters, digits, '_' and '-'");
        }
        requireHttp(url);
    }

    /**
     * Reads {@code NAME=URL}; SmallRye Config finds this method by its name.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static NamedAddress of(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException("'" + text + "' is not of the form NAME=URL");
        }
        return new NamedAddress(
                text.substring(0, equals).strip(),
                URI.create(text.substring(equals + 1).strip()));
    }

    /**
     * Checks an address.
     *
     * @throws IllegalArgumentException if it is not an absolute http or https address
     */
    static void requireHttp(URI url) {
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!http || url.getHost() == null) {
            throw new IllegalArgumentException("'" + url + "' is not an http or https URL with a host");
        }
    }
}
