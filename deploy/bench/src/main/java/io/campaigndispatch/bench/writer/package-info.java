/** What writing results costs: one transactional writer beside plain idempotent writes. */
@NullMarked
package io.campaigndispatch.bench.writer;

import org.jspecify.annotations.NullMarked;
