package io.campaigndispatch.dispatcher.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * SipHash-2-4: a 64-bit hash under a secret key. Whoever does not know the key cannot make two
 * texts collide, however many they may choose (Aumasson and Bernstein, 2012). Its text shows
 * nothing of the key.
 */
public final class SipHash {

  private static final VarHandle LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long k0;
  private final long k1;

  /**
   * @param k0 the key's first half; {@code k1} its second
   */
  public SipHash(long k0, long k1) {
    this.k0 = k0;
    this.k1 = k1;
  }

  public long of(byte[] bytes) {
    State state = new State(k0, k1);
    int whole = bytes.length & -Long.BYTES;
    for (int at = 0; at < whole; at += Long.BYTES) {
      state.take((long) LITTLE_ENDIAN.get(bytes, at));
    }
    state.take(last(bytes, whole));
    return state.end();
  }

  /** What is left over, and in the highest byte the length. */
  private static long last(byte[] bytes, int whole) {
    long block = (long) bytes.length << 56;
    for (int i = whole; i < bytes.length; i++) {
      block |= (bytes[i] & 0xffL) << (8 * (i - whole));
    }
    return block;
  }

  @Override
  public String toString() {
    return "SipHash[***]";
  }

  private static final class State {
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    State(long k0, long k1) {
      v0 = k0 ^ 0x736f6d6570736575L;
      v1 = k1 ^ 0x646f72616e646f6dL;
      v2 = k0 ^ 0x6c7967656e657261L;
      v3 = k1 ^ 0x7465646279746573L;
    }

    void take(long block) {
      v3 ^= block;
      round();
      round();
      v0 ^= block;
    }

    long end() {
      v2 ^= 0xff;
      round();
      round();
      round();
      round();
      return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
      v0 += v1;
      v2 += v3;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v1;
      v0 += v3;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}
