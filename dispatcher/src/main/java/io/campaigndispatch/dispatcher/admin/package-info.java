/** What operators see and order: metrics, health, HTTP. */
@NullMarked
package io.campaigndispatch.dispatcher.admin;

import org.jspecify.annotations.NullMarked;
