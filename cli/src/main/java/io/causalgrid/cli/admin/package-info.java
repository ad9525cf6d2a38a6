/**
 * What those who run the store ask of one of its replicas over HTTP: who belongs to the cluster, who joins and leaves,
 * and backups. Refusals arrive as texts for people.
 */
@NullMarked
package io.causalgrid.cli.admin;

import org.jspecify.annotations.NullMarked;
