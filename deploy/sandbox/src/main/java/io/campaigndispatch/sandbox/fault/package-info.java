/** What can go wrong on purpose: the rules set through the control API. */
@NullMarked
package io.campaigndispatch.sandbox.fault;

import org.jspecify.annotations.NullMarked;
