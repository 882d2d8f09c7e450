/**
 * What goes over the wire, free of any HTTP library: requests, replies, JSON bodies and the rules
 * about their fields.
 */
@NullMarked
package io.campaigndispatch.sandbox.wire;

import org.jspecify.annotations.NullMarked;
