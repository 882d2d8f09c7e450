/** Plazbot's documented endpoints: send-conversation in both dialects, and send-message. */
@NullMarked
package io.campaigndispatch.sandbox.plazbot;

import org.jspecify.annotations.NullMarked;
