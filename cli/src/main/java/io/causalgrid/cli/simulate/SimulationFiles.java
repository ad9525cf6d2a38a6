package io.causalgrid.cli.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.causalgrid.grid.core.simulation.InvalidSessionsException;
import io.causalgrid.grid.core.simulation.RecordedSession;
import io.causalgrid.grid.core.simulation.SessionFile;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The files that a replay reads and writes; what is wrong with one is said with its name. */
public final class SimulationFiles {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private SimulationFiles() {}

    /**
     * Reads sessions.
     *
     * @throws SimulationException when the file cannot be read or is not one of sessions
     */
    public static List<RecordedSession> sessions(Path file, Instant start) {
        try (Reader reader = Files.newBufferedReader(file)) {
            return SessionFile.read(reader, start);
        } catch (InvalidSessionsException e) {
            throw new SimulationException(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * Reads a network's document.
     *
     * @throws SimulationException when the file cannot be read or is not a JSON object
     */
    public static Map<String, Object> network(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            Map<String, Object> document = JSON.readValue(reader, new TypeReference<>() {});
            if (document == null) {
                throw new SimulationException(file + ": no network, but null");
            }
            return document;
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
            throw new SimulationException(file + ": " + where + "no JSON object: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * Writes.
     *
     * @throws SimulationException when the file cannot be written
     */
    public static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new SimulationException("cannot write " + file + ": " + reason(e), e);
        }
    }

    private static SimulationException unreadable(Path file, IOException e) {
        return new SimulationException("cannot read " + file + ": " + reason(e), e);
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is no such file or directory";
            case CharacterCodingException _ -> "it is not UTF-8 text";
            default -> String.valueOf(e.getMessage());
        };
    }
}
