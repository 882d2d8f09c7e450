package io.campaigndispatch.model.send;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of a template above its body. */
public sealed interface Header {

  /** A text header's variables, in order. */
  record Text(List<Parameter> variables) implements Header {
    public Text {
      variables = List.copyOf(variables);
    }
  }

  /** A file the vendor fetches. We never do. */
  record Media(MediaType type, URI url, @Nullable String fileName) implements Header {}

  /** WhatsApp's media header formats. */
  enum MediaType {
    IMAGE,
    DOCUMENT,
    VIDEO
  }
}
