package io.causalgrid.kv.service.api;

import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.record.ByteReader;
import io.causalgrid.kv.core.record.ByteWriter;
import io.causalgrid.kv.core.record.CorruptRecordException;
import io.causalgrid.kv.core.record.RecordCodec;
import io.causalgrid.kv.service.config.KeyedHash;
import io.causalgrid.kv.service.config.KvConfig;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads causality tokens: a vector and its signature (the first eight bytes of an HMAC-SHA256 with the
 * cluster's secret), in base64url. A token says what a client has seen; nothing is ever learnt from it.
 */
@Singleton
class CausalityTokens {
    private static final int VERSION = 1;
    private static final int SIGNATURE_BYTES = 8;
    private static final int TOKEN_CHARACTERS_MAX = 4096;

    private final KeyedHash hash;
    private volatile @Nullable Written last;

    private record Written(VersionVector vector, String token) {}

    CausalityTokens(KvConfig config) {
        // Without a secret the cluster's name keeps tokens of different clusters apart, and nothing keeps forgers out.
        this.hash = new KeyedHash(
                "token:" + config.clusterId() + ":" + config.clusterSecret().orElse(""));
    }

    String write(VersionVector vector) {
        Written written = last; // a site that is only read has the same vector all the time
        if (written == null || !written.vector().equals(vector)) {
            var out = new ByteWriter().putByte(VERSION);
            RecordCodec.putVector(out, vector);
            byte[] content = out.toBytes();
            byte[] signed = Arrays.copyOf(content, content.length + SIGNATURE_BYTES);
            System.arraycopy(hash.of(content), 0, signed, content.length, SIGNATURE_BYTES);
            written =
                    new Written(vector, Base64.getUrlEncoder().withoutPadding().encodeToString(signed));
            last = written;
        }
        return written.token();
    }

    /** The vector of a token; nothing if it was not written by this cluster. */
    Optional<VersionVector> read(String token) {
        if (token.length() > TOKEN_CHARACTERS_MAX) {
            return Optional.empty();
        }
        try {
            byte[] signed = Base64.getUrlDecoder().decode(token);
            int length = signed.length - SIGNATURE_BYTES;
            if (length < 1) {
                return Optional.empty();
            }
            byte[] content = Arrays.copyOf(signed, length);
            byte[] given = Arrays.copyOfRange(signed, length, signed.length);
            if (!MessageDigest.isEqual(given, Arrays.copyOf(hash.of(content), SIGNATURE_BYTES))) {
                return Optional.empty();
            }
            var in = new ByteReader(content);
            if (in.getByte() != VERSION) {
                return Optional.empty();
            }
            return Optional.of(RecordCodec.getVector(in));
        } catch (IllegalArgumentException | CorruptRecordException _) {
            return Optional.empty();
        }
    }
}
