/** Hostile input by the million: {@code mvn -Pfuzz}; a small share in every test run. */
@NullMarked
package io.campaigndispatch.dispatcher.fuzz;

import org.jspecify.annotations.NullMarked;
