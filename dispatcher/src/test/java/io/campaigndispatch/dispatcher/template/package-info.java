/** Tests of template lookup and template checks. */
@NullMarked
package io.campaigndispatch.dispatcher.template;

import org.jspecify.annotations.NullMarked;
