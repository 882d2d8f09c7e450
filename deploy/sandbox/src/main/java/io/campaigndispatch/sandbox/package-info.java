/**
 * The vendor sandbox: a server that stands in for every documented vendor, and its embeddable form.
 */
@NullMarked
package io.campaigndispatch.sandbox;

import org.jspecify.annotations.NullMarked;
