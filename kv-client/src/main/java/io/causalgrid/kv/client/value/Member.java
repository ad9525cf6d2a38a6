package io.causalgrid.kv.client.value;

import java.net.URI;

/** A member of the cluster. Its address is the one that other members use, which clients may not reach. */
public record Member(String name, URI url) {}
