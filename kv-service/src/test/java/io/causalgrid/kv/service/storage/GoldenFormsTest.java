package io.causalgrid.kv.service.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.core.state.Digest;
import io.causalgrid.kv.core.state.Register;
import io.causalgrid.kv.core.state.RegisterCodec;
import io.causalgrid.kv.core.state.ReplicaState.KeyedRegister;
import io.causalgrid.kv.core.state.StatePoint;
import io.causalgrid.kv.core.state.Version;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on disks out there must stay readable: a change of one of these files needs a new version of its form. */
class GoldenFormsTest {
    private static final SiteId A = new SiteId("a", "0badcafe");
    private static final SiteId B = new SiteId("b", "12345678");
    private static final Register REGISTER = new Register(List.of(
            new Version(new Dot(A, 300), new HybridTimestamp(1L << 40), Value.text("gr\u00fcn"), null),
            new Version(
                    new Dot(B, 1),
                    new HybridTimestamp((1L << 40) + 1),
                    Value.of("application/octet-stream", new byte[] {0, -1}),
                    Instant.ofEpochMilli(1_767_225_600_000L))));
    private static final VersionVector VECTOR = VersionVector.of(new TreeMap<>(Map.of(A, 300L, B, 1L)));
    private static final LogPoint LOG = new LogPoint(1000, A, VECTOR, new HybridTimestamp((1L << 40) + 1));
    private static final StatePoint POINT = new StatePoint(LOG, new Digest(-2, 3), 1);

    @TempDir
    Path directory;

    @Test
    void registers() throws IOException {
        assertThat(hex(RegisterCodec.encode(REGISTER))).isEqualTo(golden("register-v1.hex"));
        assertThat(RegisterCodec.decode(bytes("register-v1.hex"))).isEqualTo(REGISTER);
    }

    @Test
    void points() throws IOException {
        assertThat(hex(PointCodec.encode(POINT))).isEqualTo(golden("state-point-v1.hex"));
        assertThat(PointCodec.statePoint(bytes("state-point-v1.hex"))).isEqualTo(POINT);
        assertThat(hex(PointCodec.encode(LOG))).isEqualTo(golden("log-point-v1.hex"));
        assertThat(PointCodec.logPoint(bytes("log-point-v1.hex"))).isEqualTo(LOG);
        assertThat(hex(PointCodec.encode(VECTOR))).isEqualTo(golden("gap-v1.hex"));
        assertThat(PointCodec.gap(bytes("gap-v1.hex"))).isEqualTo(VECTOR);
    }

    @Test
    void keys() throws IOException {
        String keys = String.join(
                "\n",
                hex(StateKeys.data("\u00fc")),
                hex(StateKeys.expiry(1_767_225_600_000L, "\u00fc")),
                hex(StateKeys.gap(1000)),
                hex(StateKeys.first(StateKeys.META)),
                hex(StateKeys.point(1000)));
        assertThat(keys).isEqualTo(golden("state-keys-v1.hex"));
    }

    @Test
    void snapshots() throws IOException {
        var chunk = new SnapshotChunk(List.of(new KeyedRegister("", REGISTER), new KeyedRegister("\u00fc", REGISTER)));
        try (var staged = StagedSnapshot.create(directory, "from-a", POINT)) {
            staged.append(chunk);
        }

        byte[] file = Files.readAllBytes(directory.resolve("from-a/snapshot"));
        assertThat(hex(file)).isEqualTo(golden("staged-snapshot-v1.hex"));
        assertThat(SnapshotChunk.decode(chunk.encode())).isEqualTo(chunk);
    }

    @Test
    void identities() throws IOException {
        var identity = new Identity("east", new SiteId("node0", "0badcafe"));

        assertThat(identity.text()).isEqualTo(golden("identity-v1.txt") + "\n");
        Files.writeString(directory.resolve("identity"), golden("identity-v1.txt"));
        assertThat(Identity.read(directory)).isEqualTo(identity);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] bytes(String name) throws IOException {
        return HexFormat.of().parseHex(golden(name));
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = GoldenFormsTest.class.getResourceAsStream("/golden/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
