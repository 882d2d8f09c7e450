/** Tests of the proof: every kind of finding is found in evidence that was spoiled for it. */
@NullMarked
package io.campaigndispatch.demo.proof;

import org.jspecify.annotations.NullMarked;
