/** Kafka, dispatcher and vendor sandbox in one process, and the campaign going through them. */
@NullMarked
package io.campaigndispatch.demo.run;

import org.jspecify.annotations.NullMarked;
