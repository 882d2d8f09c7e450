/** Our own limits: token buckets per workspace and the ceilings that workspaces share. */
@NullMarked
package io.campaigndispatch.dispatcher.throttle;

import org.jspecify.annotations.NullMarked;
