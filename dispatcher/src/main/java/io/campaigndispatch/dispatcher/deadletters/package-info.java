/** Dead letters as an operator works with them: listed, sent again, resolved. */
@NullMarked
package io.campaigndispatch.dispatcher.deadletters;

import org.jspecify.annotations.NullMarked;
