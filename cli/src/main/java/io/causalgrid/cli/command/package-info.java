/**
 * The commands of {@code ./causalgrid}, one class each: they parse, call the cluster or a demo, and print what came of
 * it.
 */
@NullMarked
package io.causalgrid.cli.command;

import org.jspecify.annotations.NullMarked;
