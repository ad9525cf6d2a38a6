/**
 * A substation's electrical network: connectors, the limits above them that may vary in time, and how a connector's
 * current counts in each limit. Built from a tree of nodes or from a description in JSON, compiled into sparse rows and
 * columns for allocation. Everything here is an immutable value.
 */
@NullMarked
package io.causalgrid.grid.core.network;

import org.jspecify.annotations.NullMarked;
