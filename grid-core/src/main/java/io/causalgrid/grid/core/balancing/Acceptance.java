package io.causalgrid.grid.core.balancing;

/**
 * A substation's answer that it has started a session.
 *
 * @param instance of the substation that answered
 * @param version its counts had just after the session started
 * @param commitmentWatts promised to the session
 */
public record Acceptance(String instance, long version, long commitmentWatts) {}
