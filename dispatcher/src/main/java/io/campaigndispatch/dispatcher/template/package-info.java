/** What templates expect, and whether a message meets it; decided before a token is spent. */
@NullMarked
package io.campaigndispatch.dispatcher.template;

import org.jspecify.annotations.NullMarked;
