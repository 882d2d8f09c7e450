/** Waiting requests: one queue per workspace, fair lanes per vendor, recipients that are busy. */
@NullMarked
package io.campaigndispatch.dispatcher.flow;

import org.jspecify.annotations.NullMarked;
