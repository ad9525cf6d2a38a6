package io.causalgrid.kv.client.value;

/** A key that has a value, without the value. {@code etag} and {@code versions} as in {@link Entry}. */
public record KeyInfo(String key, String etag, int versions) {}
