@NullMarked
package io.campaigndispatch.chaos.plan;

import org.jspecify.annotations.NullMarked;
