package io.causalgrid.kv.service.session;

import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.record.ByteReader;
import io.causalgrid.kv.core.record.ByteWriter;
import io.causalgrid.kv.core.record.CorruptRecordException;
import io.causalgrid.kv.service.config.KeyedHash;
import io.causalgrid.kv.service.config.KvConfig;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads causality tokens, in base64url: a byte for the form, then for each site its fingerprint and a sequence
 * number, then a signature, the first ten bytes of an HMAC-SHA256 with the cluster's secret. Those of three sites have at most
 * 59 characters until one has made 2^42 writes. A token says what a client has seen; nothing is ever learnt from it.
 */
@Singleton
public class CausalityTokens implements Tokens {
    private static final int FORM = 2;
    private static final int SIGNATURE_BYTES = 10;
    private static final int TOKEN_CHARACTERS_MAX = 4096;

    private final KeyedHash hash;
    private volatile @Nullable Written last;

    private record Written(VersionVector vector, String token) {}

    CausalityTokens(KvConfig config) {
        // Without a secret the cluster's name keeps tokens of different clusters apart, and nothing keeps forgers out.
        this.hash = new KeyedHash(
                "token:" + config.clusterId() + ":" + config.clusterSecret().orElse(""));
    }

    @Override
    public String write(VersionVector vector) {
        Written written = last; // a site that is only read has the same vector all the time
        if (written == null || !written.vector().equals(vector)) {
            written = new Written(vector, encode(vector));
            last = written;
        }
        return written.token();
    }

    @Override
    public Optional<CausalityToken> read(String token) {
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
            boolean ours = MessageDigest.isEqual(given, Arrays.copyOf(hash.of(content), SIGNATURE_BYTES));
            return ours ? decode(new ByteReader(content)) : Optional.empty();
        } catch (IllegalArgumentException | CorruptRecordException _) {
            return Optional.empty();
        }
    }

    private String encode(VersionVector vector) {
        var out = new ByteWriter().putByte(FORM);
        vector.forEach((site, sequence) -> {
            putFingerprint(out, SiteFingerprints.of(site));
            out.putUnsigned(sequence);
        });
        byte[] content = out.toBytes();
        byte[] signed = Arrays.copyOf(content, content.length + SIGNATURE_BYTES);
        System.arraycopy(hash.of(content), 0, signed, content.length, SIGNATURE_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    }

    private static Optional<CausalityToken> decode(ByteReader in) {
        if (in.getByte() != FORM) {
            return Optional.empty();
        }
        var entries = new ArrayList<CausalityToken.Entry>();
        while (in.hasMore()) {
            entries.add(new CausalityToken.Entry(getFingerprint(in), in.getUnsigned()));
        }
        return Optional.of(new CausalityToken(entries));
    }

    private static void putFingerprint(ByteWriter out, long fingerprint) {
        for (int shift = (SiteFingerprints.BYTES - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            out.putByte((int) (fingerprint >>> shift) & 0xFF);
        }
    }

    private static long getFingerprint(ByteReader in) {
        long fingerprint = 0;
        for (int left = SiteFingerprints.BYTES; left > 0; left--) {
            fingerprint = fingerprint << Byte.SIZE | in.getByte();
        }
        return fingerprint;
    }
}
