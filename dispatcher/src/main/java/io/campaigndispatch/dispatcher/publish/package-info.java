/** All writes: one transactional producer per worker. */
@NullMarked
package io.campaigndispatch.dispatcher.publish;

import org.jspecify.annotations.NullMarked;
