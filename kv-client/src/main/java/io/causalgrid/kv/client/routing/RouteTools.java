package io.causalgrid.kv.client.routing;

import java.util.random.RandomGenerator;

/** What a route goes by. */
public record RouteTools(BackOff backOff, Timing timing, RandomGenerator random) {}
