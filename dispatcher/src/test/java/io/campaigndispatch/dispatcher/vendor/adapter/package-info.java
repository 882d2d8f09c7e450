/** Tests that hold for every adapter. */
@NullMarked
package io.campaigndispatch.dispatcher.vendor.adapter;

import org.jspecify.annotations.NullMarked;
