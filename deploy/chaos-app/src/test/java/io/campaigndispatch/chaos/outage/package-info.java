@NullMarked
package io.campaigndispatch.chaos.outage;

import org.jspecify.annotations.NullMarked;
