package io.causalgrid.kv.service.config;

import io.causalgrid.kv.core.membership.Member;
import java.net.URI;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads a member from the form {@code NAME=URL}. */
public final class MemberConverter implements Converter<Member> {
    private static final long serialVersionUID = 1L;

    @Override
    public Member convert(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException("a member is NAME=URL, not '" + text + "'");
        }
        String name = text.substring(0, equals).strip();
        return new Member(name, URI.create(text.substring(equals + 1).strip()));
    }
}
