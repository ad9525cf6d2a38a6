package io.causalgrid.cli.kv;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How far the import of a file has come; kept beside the file until it is done.
 *
 * @param run the name of the import, which all who go on with it share: part of its writes' ids
 * @param inputBytes how long the file was when the import began
 * @param line the last one that the store has acknowledged, counted from 1; 0 for none
 */
public record ImportProgress(String run, long inputBytes, long line) {

    /** The file that tells of the import of another. */
    public static Path beside(Path input) {
        return input.resolveSibling(input.getFileName() + ".progress");
    }

    /** What such a file tells; empty if it is not there. */
    public static Optional<ImportProgress> read(Path path) throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            JsonNode document = JsonMembers.JSON.readTree(Files.readAllBytes(path));
            return Optional.of(new ImportProgress(
                    JsonMembers.name(document, "run"), integer(document, "inputBytes"), integer(document, "line")));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new KvException(
                    path + " does not tell how far an import has come; without it the import begins anew", e);
        }
    }

    /** Keeps it. */
    public void write(Path path) throws IOException {
        WholeFile.replace(path, JsonMembers.JSON.writeValueAsString(this) + "\n");
    }

    ImportProgress at(long acknowledged) {
        return new ImportProgress(run, inputBytes, acknowledged);
    }

    private static long integer(JsonNode document, String member) {
        return JsonMembers.integerIfAny(document, member)
                .orElseThrow(() -> new IllegalArgumentException("the member '" + member + "' is missing"));
    }
}
