/** What every vendor's requests have in common: addresses, JSON bodies, refusals. */
@NullMarked
package io.campaigndispatch.dispatcher.vendor.request;

import org.jspecify.annotations.NullMarked;
