/** What goes wrong and when: a pure function of a seed. */
@NullMarked
package io.campaigndispatch.chaos.plan;

import org.jspecify.annotations.NullMarked;
