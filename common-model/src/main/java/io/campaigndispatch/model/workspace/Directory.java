package io.campaigndispatch.model.workspace;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything configured about tenants and vendors at one moment; immutable, swapped whole when it
 * changes.
 */
public record Directory(
    Map<String, Vendor> vendors,
    Map<String, Workspace> workspaces,
    Map<String, List<Bandwidth>> throttleGroups,
    List<TemplateDescriptor> templates) {

  public static final Directory EMPTY = new Directory(Map.of(), Map.of(), Map.of(), List.of());

  public Directory {
    vendors = Map.copyOf(vendors);
    workspaces = Map.copyOf(workspaces);
    throttleGroups = Map.copyOf(throttleGroups);
    templates = List.copyOf(templates);
    for (Workspace workspace : workspaces.values()) {
      if (!vendors.containsKey(workspace.vendorId())) {
        throw new IllegalArgumentException(
            "workspaces."
                + workspace.id()
                + ".vendor: expected one of "
                + vendors.keySet()
                + ", received "
                + workspace.vendorId());
      }
      String group = workspace.throttleGroup();
      if (group != null && !throttleGroups.containsKey(group)) {
        throw new IllegalArgumentException(
            "workspaces."
                + workspace.id()
                + ".throttle-group: expected one of "
                + throttleGroups.keySet()
                + ", received "
                + group);
      }
    }
  }

  public @Nullable Workspace workspace(String id) {
    return workspaces.get(id);
  }

  /** The vendor of a configured workspace. */
  public Vendor vendorOf(Workspace workspace) {
    Vendor vendor = vendors.get(workspace.vendorId());
    if (vendor == null) {
      throw new IllegalArgumentException(
          "workspace " + workspace.id() + " is not of this directory");
    }
    return vendor;
  }
}
