/** What the send request's own types promise. */
@NullMarked
package io.campaigndispatch.model.send;

import org.jspecify.annotations.NullMarked;
