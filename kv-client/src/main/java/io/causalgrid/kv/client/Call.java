package io.causalgrid.kv.client;

import io.causalgrid.kv.client.routing.Answer;
import io.causalgrid.kv.client.routing.Request;
import java.util.function.Function;

/** A request, and what its answer means to the caller. */
record Call<T>(Request request, Function<Answer, T> reader) {}
