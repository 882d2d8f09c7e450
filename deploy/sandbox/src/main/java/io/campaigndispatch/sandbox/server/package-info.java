/**
 * The HTTP server (Netty): one event loop that reads calls and answers, delays, hangs or resets
 * them.
 */
@NullMarked
package io.campaigndispatch.sandbox.server;

import org.jspecify.annotations.NullMarked;
