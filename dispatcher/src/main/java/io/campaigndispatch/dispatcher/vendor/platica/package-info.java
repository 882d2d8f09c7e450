/** Platica: send template message. */
@NullMarked
package io.campaigndispatch.dispatcher.vendor.platica;

import org.jspecify.annotations.NullMarked;
