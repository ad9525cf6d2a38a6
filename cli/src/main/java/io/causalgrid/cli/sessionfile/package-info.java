/**
 * Files of charging sessions as people have them: any separator, decimal sign, unit and way to write a time that can be told
 * without guessing. What cannot be told is refused, with its line and the reason.
 */
@NullMarked
package io.causalgrid.cli.sessionfile;

import org.jspecify.annotations.NullMarked;
