/** Contract tests against Platica's published page. */
@NullMarked
package io.campaigndispatch.dispatcher.vendor.platica;

import org.jspecify.annotations.NullMarked;
