/** The deciding part: events and time in, effects out; no I/O, no locks, no clock. */
@NullMarked
package io.campaigndispatch.dispatcher.core;

import org.jspecify.annotations.NullMarked;
