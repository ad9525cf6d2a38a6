package io.causalgrid.grid.site.csv;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** A file's text, in UTF-8 and compressed with gzip or not: told by its first bytes, for names are often wrong. */
final class FileText {

    private static final int SIGNATURE_LENGTH = 4;

    private FileText() {}

    /**
     * Opens a file; a byte-order mark is left out.
     *
     * @throws UnusableFileException if it is a workbook, or text in UTF-16
     * @throws java.nio.charset.CharacterCodingException when reading what is not UTF-8
     */
    static BufferedReader open(Path file) throws IOException {
        InputStream raw = Files.newInputStream(file);
        try {
            return reader(plain(new BufferedInputStream(raw)));
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    private static BufferedInputStream plain(BufferedInputStream bytes) throws IOException {
        int[] start = start(bytes);
        return start[0] == 0x1f && start[1] == 0x8b ? new BufferedInputStream(new GZIPInputStream(bytes)) : bytes;
    }

    private static BufferedReader reader(BufferedInputStream bytes) throws IOException {
        int[] start = start(bytes);
        requireText(start);
        if (start[0] == 0xef && start[1] == 0xbb && start[2] == 0xbf) {
            bytes.skipNBytes(3);
        }
        return new BufferedReader(new InputStreamReader(
                bytes,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
    }

    private static void requireText(int[] start) {
        if (start[0] == 'P' && start[1] == 'K' && start[2] == 3 && start[3] == 4) {
            throw new UnusableFileException(
                    "this is a workbook (.xlsx, .ods) or an archive, not CSV: open it in the spreadsheet and save the sheet as"
                            + " CSV UTF-8");
        }
        if (start[0] == 0xd0 && start[1] == 0xcf && start[2] == 0x11 && start[3] == 0xe0) {
            throw new UnusableFileException(
                    "this is a workbook (.xls), not CSV: open it in the spreadsheet and save the sheet as CSV UTF-8");
        }
        boolean marked = (start[0] == 0xff && start[1] == 0xfe) || (start[0] == 0xfe && start[1] == 0xff);
        if (marked || start[0] == 0 || start[1] == 0) {
            throw new UnusableFileException(
                    "this is UTF-16 (\"Unicode text\"), or no text at all: save it as CSV UTF-8, or convert it with iconv -f"
                            + " UTF-16 -t UTF-8");
        }
    }

    /** The first bytes, which are still to be read; -1 where there are none. */
    private static int[] start(BufferedInputStream bytes) throws IOException {
        bytes.mark(SIGNATURE_LENGTH);
        int[] start = new int[SIGNATURE_LENGTH];
        for (int i = 0; i < SIGNATURE_LENGTH; i++) {
            start[i] = bytes.read();
        }
        bytes.reset();
        return start;
    }
}
