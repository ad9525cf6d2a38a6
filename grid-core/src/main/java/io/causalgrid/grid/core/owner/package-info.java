/**
 * The owner of a substation: the one who decides for it. It works in rounds, purely: what has arrived goes in, decisions,
 * orders and a batch for the journal come out, and whoever runs the rounds carries them out. Nobody hears of a decision
 * before the journal has it, and what the journal does not take is taken back by events of its own.
 */
@NullMarked
package io.causalgrid.grid.core.owner;

import org.jspecify.annotations.NullMarked;
