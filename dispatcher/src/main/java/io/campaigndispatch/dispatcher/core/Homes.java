package io.campaigndispatch.dispatcher.core;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * A workspace's home: the partition that Java's default partitioner picks for its id as key
 * (murmur2, as in kafka-clients' BuiltInPartitioner).
 *
 * @param partitions of the requests topic, at least 1
 */
public record Homes(int partitions) {

  public int of(String workspaceId) {
    return Utils.toPositive(Utils.murmur2(workspaceId.getBytes(StandardCharsets.UTF_8)))
        % partitions;
  }
}
