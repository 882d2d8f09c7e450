/** Plazbot: send conversation (current and legacy dialect) and send message. */
@NullMarked
package io.campaigndispatch.dispatcher.vendor.plazbot;

import org.jspecify.annotations.NullMarked;
