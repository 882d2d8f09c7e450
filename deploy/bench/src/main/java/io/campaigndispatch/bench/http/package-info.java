/** HTTP clients alone: the measurement behind docs/adr/0007-http-client.md. */
@NullMarked
package io.campaigndispatch.bench.http;

import org.jspecify.annotations.NullMarked;
