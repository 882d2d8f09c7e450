package io.campaigndispatch.chaos.drill;

/**
 * An alert that fires or is about to.
 *
 * @param about the workspace or the vendor that its labels name; empty for neither
 */
record Alert(String name, String about) implements Comparable<Alert> {

  @Override
  public int compareTo(Alert other) {
    int byName = name.compareTo(other.name);
    return byName == 0 ? about.compareTo(other.about) : byName;
  }

  @Override
  public String toString() {
    return about.isEmpty() ? name : name + " (" + about + ")";
  }
}
