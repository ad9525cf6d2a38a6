package io.causalgrid.cli.command;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time in whole seconds, from 1 on. */
final class Seconds implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw new TypeConversionException("'" + text + "' is not a number of seconds from 1 to 999999999");
        }
        return Duration.ofSeconds(Long.parseLong(text));
    }
}
