package io.campaigndispatch.dispatcher.template;

import io.campaigndispatch.dispatcher.template.TemplateLookup.Known;
import io.campaigndispatch.dispatcher.template.TemplateLookup.NotApproved;
import io.campaigndispatch.dispatcher.template.TemplateLookup.Unlisted;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.TemplateDescriptor;
import io.campaigndispatch.model.workspace.Workspace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every template known at one moment, from the workspaces file and from vendors' catalogues;
 * immutable, replaced whole.
 *
 * <p>The file says what a template looks like and goes first; a catalogue's word that a template is
 * not approved goes before both. A language that is absent on either side matches any: some vendors
 * have none.
 */
public final class TemplateRegistry {

  private record DescriptorKey(String workspaceId, String name) {}

  private final Map<DescriptorKey, List<TemplateDescriptor>> configured;
  private final Map<CatalogueKey, Map<String, List<CatalogueEntry>>> catalogues;

  private TemplateRegistry(
      Map<DescriptorKey, List<TemplateDescriptor>> configured,
      Map<CatalogueKey, Map<String, List<CatalogueEntry>>> catalogues) {
    this.configured = configured;
    this.catalogues = catalogues;
  }

  /** The configured templates, and no catalogue yet. */
  public static TemplateRegistry of(Directory directory) {
    return new TemplateRegistry(configured(directory), Map.of());
  }

  /** This registry with another configuration; catalogues stay. */
  public TemplateRegistry with(Directory directory) {
    return new TemplateRegistry(configured(directory), catalogues);
  }

  /** This registry with a catalogue fetched anew. */
  public TemplateRegistry with(CatalogueKey key, List<CatalogueEntry> entries) {
    Map<CatalogueKey, Map<String, List<CatalogueEntry>>> more = new HashMap<>(catalogues);
    more.put(
        key,
        entries.stream()
            .collect(Collectors.groupingBy(CatalogueEntry::name, Collectors.toUnmodifiableList())));
    return new TemplateRegistry(configured, Map.copyOf(more));
  }

  /** What is known of the workspace's template in this language. */
  public TemplateLookup lookup(Workspace workspace, String name, @Nullable String language) {
    CatalogueEntry entry =
        best(
            catalogues.getOrDefault(CatalogueKey.of(workspace), Map.of()).get(name),
            language,
            CatalogueEntry::language);
    if (entry != null && !entry.isApproved()) {
      return new NotApproved(entry.status());
    }
    TemplateDescriptor descriptor =
        best(
            configured.get(new DescriptorKey(workspace.id(), name)),
            language,
            TemplateDescriptor::language);
    if (descriptor != null) {
      return new Known(descriptor);
    }
    return entry == null ? new Unlisted() : new Known(entry.descriptor(workspace.id()));
  }

  private static Map<DescriptorKey, List<TemplateDescriptor>> configured(Directory directory) {
    return directory.templates().stream()
        .collect(
            Collectors.groupingBy(
                template -> new DescriptorKey(template.workspaceId(), template.name()),
                Collectors.toUnmodifiableList()));
  }

  /** The one in exactly this language, else the first that leaves it open on either side. */
  private static <T> @Nullable T best(
      @Nullable List<T> candidates,
      @Nullable String language,
      Function<T, @Nullable String> languageOf) {
    if (candidates == null) {
      return null;
    }
    T open = null;
    for (T candidate : candidates) {
      String its = languageOf.apply(candidate);
      if (its != null && its.equals(language)) {
        return candidate;
      }
      if (open == null && (its == null || language == null)) {
        open = candidate;
      }
    }
    return open;
  }
}
