/**
 * Serves the admin page of fleets that nobody has to run; in this package to make boards of
 * statuses.
 */
@NullMarked
package io.campaigndispatch.dispatcher.admin;

import org.jspecify.annotations.NullMarked;
