/** What operators decide, read from files and topics: who may send, through whom, how fast. */
@NullMarked
package io.campaigndispatch.dispatcher.control;

import org.jspecify.annotations.NullMarked;
