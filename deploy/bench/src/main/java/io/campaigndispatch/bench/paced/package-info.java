/**
 * What the scenarios about latency and rates share: participants with throttles, small requests,
 * and the calls as the vendor saw them.
 */
@NullMarked
package io.campaigndispatch.bench.paced;

import org.jspecify.annotations.NullMarked;
