/** What an upstream system asks for: one message to one recipient. */
@NullMarked
package io.campaigndispatch.model.send;

import org.jspecify.annotations.NullMarked;
