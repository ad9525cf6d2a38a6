/**
 * What the person at the keyboard sees: results on standard output, as text or JSON, and progress on standard error, so
 * that results can be piped on. Colours only where they are wanted and shown.
 */
@NullMarked
package io.causalgrid.cli.terminal;

import org.jspecify.annotations.NullMarked;
