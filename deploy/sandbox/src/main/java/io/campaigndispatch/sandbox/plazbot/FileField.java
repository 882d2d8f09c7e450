package io.campaigndispatch.sandbox.plazbot;

import io.campaigndispatch.sandbox.wire.FieldCheck;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * The field {@code file} of the current dialect: the page shows an object {@code {fileUrl,
 * fileName}}, the live schema an array of such; both are taken.
 */
final class FileField {
  private FileField() {}

  /** Checks it; whether a file is there. */
  static boolean read(FieldCheck check, JsonNode file) {
    if (FieldCheck.isAbsent(file)) {
      return false;
    }
    if (file.isObject()) {
      one(check, "file.", file);
      return true;
    }
    if (!file.isArray()) {
      check.reject("file", "an object with fileUrl and fileName", file);
      return false;
    }
    for (int i = 0; i < file.size(); i++) {
      one(check, "file[" + i + "].", file.path(i));
    }
    return !file.isEmpty();
  }

  private static void one(FieldCheck check, String path, JsonNode file) {
    JsonNode url = file.path("fileUrl");
    if (!url.isString() || !isWebAddress(url.stringValue())) {
      check.reject(path + "fileUrl", "a public http(s) address", url);
    }
    check.textIfPresent(file, path, "fileName");
  }

  static boolean isWebAddress(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return (lower.startsWith("https://") && lower.length() > 8)
        || (lower.startsWith("http://") && lower.length() > 7);
  }
}
