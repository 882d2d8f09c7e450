package io.campaigndispatch.dispatcher.core;

import org.jspecify.annotations.Nullable;

/**
 * Groups of campaigns that take turns within a workspace: as many as are worth telling apart, and
 * never more, whatever ids are invented.
 */
final class Campaigns {

  private static final int GROUPS = 64;

  private Campaigns() {}

  /** 0 for a request of no campaign, else 1 to 63. */
  static int groupOf(@Nullable String campaignId) {
    return campaignId == null ? 0 : 1 + Math.floorMod(spread(campaignId.hashCode()), GROUPS - 1);
  }

  /**
   * The group of what comes back from the delay topic, 64 to 127: it takes turns with its campaign
   * and does not wait behind it.
   */
  static int returned(int group) {
    return GROUPS + group;
  }

  /**
   * MurmurHash3's last step: campaigns that are numbered must not share groups by their numbers.
   */
  private static int spread(int hash) {
    int mixed = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    mixed = (mixed ^ (mixed >>> 13)) * 0xc2b2ae35;
    return mixed ^ (mixed >>> 16);
  }
}
