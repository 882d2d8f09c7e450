/** Tests of the files and topics that operators decide with. */
@NullMarked
package io.campaigndispatch.dispatcher.control;

import org.jspecify.annotations.NullMarked;
