/**
 * What every vendor's replies have in common: lenient reading, the generic HTTP table, Meta's code
 * table, masking.
 */
@NullMarked
package io.campaigndispatch.dispatcher.vendor.reply;

import org.jspecify.annotations.NullMarked;
