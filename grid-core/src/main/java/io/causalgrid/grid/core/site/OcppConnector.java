package io.causalgrid.grid.core.site;

/**
 * Which connector of which charge point one is, in OCPP's words.
 *
 * @param chargePoint the identity with which the charge point connects
 * @param connector its number there, from 1
 */
public record OcppConnector(String chargePoint, int connector) {}
