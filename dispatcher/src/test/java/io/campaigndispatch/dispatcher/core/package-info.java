/** Tests of the deciding part: virtual time, a scripted vendor, and a seeded simulation. */
@NullMarked
package io.campaigndispatch.dispatcher.core;

import org.jspecify.annotations.NullMarked;
