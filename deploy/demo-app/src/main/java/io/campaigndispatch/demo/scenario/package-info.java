/** The campaign that is sent: who sends, what, and how each request must end. */
@NullMarked
package io.campaigndispatch.demo.scenario;

import org.jspecify.annotations.NullMarked;
