/** When to try again: back-off and attempt budgets, as pure functions. */
@NullMarked
package io.campaigndispatch.dispatcher.retry;

import org.jspecify.annotations.NullMarked;
