/** Contract tests against Plazbot's published pages. */
@NullMarked
package io.campaigndispatch.dispatcher.vendor.plazbot;

import org.jspecify.annotations.NullMarked;
