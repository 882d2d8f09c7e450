package io.campaigndispatch.sandbox.catalogue;

import java.util.List;

/**
 * Names that ask for a refusal, in the tradition of payment providers' magic test values. They
 * count only where names are otherwise taken as given.
 *
 * <ul>
 *   <li>{@code missing_…}, {@code unknown_…}, {@code no_such…}, {@code does_not_exist…}, {@code
 *       nonexistent…}: does not exist (templates, and workspaces too)
 *   <li>{@code rejected_…}: exists and no request fits it
 *   <li>{@code paused_…}: exists and is paused
 * </ul>
 */
public final class MagicName {
  private static final List<String> MISSING =
      List.of("missing_", "unknown_", "no_such", "does_not_exist", "nonexistent");

  private MagicName() {}

  /** Whether the name asks not to exist. */
  public static boolean isMissing(String name) {
    for (String prefix : MISSING) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /** What an open catalogue says about a template it does not hold. */
  static TemplateLookup lookup(String template) {
    if (isMissing(template)) {
      return new TemplateLookup.Missing();
    }
    if (template.startsWith("rejected_")) {
      return new TemplateLookup.NeverFits();
    }
    return template.startsWith("paused_")
        ? new TemplateLookup.Stopped(TemplateStatus.PAUSED)
        : new TemplateLookup.AsGiven();
  }
}
