/** What Kafka and the vendors say happened, held against what the campaign must come to. */
@NullMarked
package io.campaigndispatch.demo.proof;

import org.jspecify.annotations.NullMarked;
