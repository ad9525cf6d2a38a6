package io.causalgrid.kv.client.watch;

import org.jspecify.annotations.Nullable;

/**
 * One block of a stream of server-sent events.
 *
 * @param id null if the block has none
 * @param data null if the block has none; such a block is no event, but its id counts
 */
record SseEvent(@Nullable String id, String name, @Nullable String data) {}
