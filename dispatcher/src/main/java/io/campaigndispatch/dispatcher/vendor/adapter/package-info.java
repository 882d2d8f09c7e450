/** Which adapter speaks to which vendor type; the one place that knows them all. */
@NullMarked
package io.campaigndispatch.dispatcher.vendor.adapter;

import org.jspecify.annotations.NullMarked;
