/** The WhatsApp gateway's four documented endpoints in front of Meta's Cloud API. */
@NullMarked
package io.campaigndispatch.sandbox.gateway;

import org.jspecify.annotations.NullMarked;
