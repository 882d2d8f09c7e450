/** Tests of the campaign. */
@NullMarked
package io.campaigndispatch.demo.scenario;

import org.jspecify.annotations.NullMarked;
