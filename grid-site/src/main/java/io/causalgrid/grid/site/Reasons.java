package io.causalgrid.grid.site;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Why files cannot be read, for people. */
public final class Reasons {
    private Reasons() {}

    public static String of(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is no such file or directory";
            case CharacterCodingException _ -> "it is not UTF-8 text; a spreadsheet calls that CSV UTF-8";
            case AccessDeniedException _ -> "it may not be read";
            case EOFException _ -> "it ends too early";
            default -> String.valueOf(e.getMessage());
        };
    }
}
