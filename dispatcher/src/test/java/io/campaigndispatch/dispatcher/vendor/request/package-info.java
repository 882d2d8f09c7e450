/** Tests of what all requests have in common. */
@NullMarked
package io.campaigndispatch.dispatcher.vendor.request;

import org.jspecify.annotations.NullMarked;
