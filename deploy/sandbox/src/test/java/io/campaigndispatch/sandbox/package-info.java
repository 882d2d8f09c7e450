/** Tests of the sandbox as a whole over real HTTP: faults, ledger, control API, command. */
@NullMarked
package io.campaigndispatch.sandbox;

import org.jspecify.annotations.NullMarked;
