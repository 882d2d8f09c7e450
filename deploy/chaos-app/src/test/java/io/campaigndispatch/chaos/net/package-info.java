@NullMarked
package io.campaigndispatch.chaos.net;

import org.jspecify.annotations.NullMarked;
