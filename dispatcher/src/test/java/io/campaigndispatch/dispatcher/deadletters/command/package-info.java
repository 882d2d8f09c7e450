/** Tests of the command's options. */
@NullMarked
package io.campaigndispatch.dispatcher.deadletters.command;

import org.jspecify.annotations.NullMarked;
