package io.causalgrid.grid.service.substation;

/**
 * What does not change of a substation while its process lives.
 *
 * @param instance differs after each restart
 */
record SubstationIdentity(String id, String instance, double limitWatts, int connectors) {}
