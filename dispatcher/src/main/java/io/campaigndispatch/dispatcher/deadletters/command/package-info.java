/** The command {@code dead-letters}: its options, and what it prints. */
@NullMarked
package io.campaigndispatch.dispatcher.deadletters.command;

import org.jspecify.annotations.NullMarked;
