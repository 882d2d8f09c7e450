package io.campaigndispatch.dispatcher.index;

/**
 * A request's place in its partition's log.
 *
 * @param child which recipient of a record that carries several, from 0; {@link #WHOLE} when the
 *     record is one request
 */
public record Position(int partition, long offset, int child) {

  public static final int WHOLE = -1;

  public static Position whole(int partition, long offset) {
    return new Position(partition, offset, WHOLE);
  }
}
