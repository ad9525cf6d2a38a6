package io.causalgrid.grid.service.wire;

/**
 * A substation's answer to the confirmation of a reservation: the vehicle charges.
 *
 * @param sessionId of the session, which was the reservation's
 * @param currentLoad sessions on the substation now, this one included
 * @param substation its id
 */
public record Admitted(String sessionId, int currentLoad, String substation) {}
