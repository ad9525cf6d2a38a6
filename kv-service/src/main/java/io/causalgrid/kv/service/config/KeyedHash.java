package io.causalgrid.kv.service.config;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 (RFC 2104) with a secret text. Any thread. */
public final class KeyedHash {
    private static final String ALGORITHM = "HmacSHA256";

    private final Mac initialised; // never used itself, only copied: that is much cheaper than looking one up

    /** Hashes with the UTF-8 of that secret, which must not be empty. */
    public KeyedHash(String secret) {
        try {
            this.initialised = Mac.getInstance(ALGORITHM);
            initialised.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** The 32 bytes for a message. */
    public byte[] of(byte[] message) {
        return of("", message);
    }

    /** The 32 bytes for a message with a text before it, as UTF-8. */
    public byte[] of(String prefix, byte[] message) {
        try {
            Mac mac = (Mac) initialised.clone();
            mac.update(prefix.getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(message);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's " + ALGORITHM + " can be copied", e);
        }
    }
}
