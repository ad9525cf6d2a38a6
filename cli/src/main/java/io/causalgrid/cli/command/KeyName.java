package io.causalgrid.cli.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a text for the store: a key, or the name of a counter. */
final class KeyName implements ITypeConverter<String> {

    @Override
    public String convert(String text) {
        if (text.isEmpty()) {
            throw new TypeConversionException("a name in the store must not be empty");
        }
        return intact(text);
    }

    /** Refuses what the JVM could not read, rather than write something else. */
    static String intact(String text) {
        if (text.indexOf('\uFFFD') >= 0 && !"UTF-8".equals(System.getProperty("sun.jnu.encoding"))) {
            throw new TypeConversionException(
                    "the locale cannot express all characters of the command line; set another, such as LC_ALL=C.UTF-8");
        }
        return text;
    }
}
