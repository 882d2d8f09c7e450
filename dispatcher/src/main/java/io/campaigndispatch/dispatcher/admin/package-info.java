/** What operators see: metrics and health. */
@NullMarked
package io.campaigndispatch.dispatcher.admin;

import org.jspecify.annotations.NullMarked;
