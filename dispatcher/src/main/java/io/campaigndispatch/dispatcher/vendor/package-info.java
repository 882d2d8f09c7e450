/** The vendor port: pure functions from requests to HTTP calls and from replies to verdicts. */
@NullMarked
package io.campaigndispatch.dispatcher.vendor;

import org.jspecify.annotations.NullMarked;
