/** Contract tests against the gateway's published page. */
@NullMarked
package io.campaigndispatch.dispatcher.vendor.gateway;

import org.jspecify.annotations.NullMarked;
