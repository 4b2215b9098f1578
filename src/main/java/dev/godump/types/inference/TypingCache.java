package dev.godump.types.inference;

import dev.godump.types.Certainty;
import dev.godump.types.layout.Layout;
import java.util.Arrays;

/**
 * What became of values that were offered to an object of which nothing was known: that depends on
 * the offer and the object's shape alone, and few of these differ. An offer that was seen has a
 * number, by which all of it is told again. Written by one thread while no other reads.
 */
final class TypingCache {
  /** More are not kept: they are all different, and it wouldn't help. */
  static final int MOST = 1 << 20;

  private static final long MIX = 0x9e3779b97f4a7c15L;
  private static final int SURE = 1 << 2;
  private static final int REST_BITS = 3;
  private static final Certainty[] CERTAINTIES = Certainty.values();

  /** Numbers of offers by hash, and 1 more; 0 where none is. At most half of it is used. */
  private int[] slots = new int[1 << 12];

  /** By offer: the layout's number above the shape. */
  private long[] what = new long[slots.length / 2];

  /** By offer: how many values, above whether that is sure and how sure the type is. */
  private long[] many = new long[slots.length / 2];

  private int[] typings = new int[slots.length / 2];
  private int size;

  /** The number of an offer, or -1 if it wasn't seen. */
  int find(Layout layout, int shape, long count, boolean sure, Certainty certainty) {
    return fits(count) ? slots[slot(first(layout, shape), second(count, sure, certainty))] - 1 : -1;
  }

  private static boolean fits(long count) {
    return count >>> Long.SIZE - REST_BITS == 0;
  }

  private static long first(Layout layout, int shape) {
    return (long) layout.id << 32 | shape;
  }

  private static long second(long count, boolean sure, Certainty certainty) {
    return count << REST_BITS | (sure ? SURE : 0) | certainty.ordinal();
  }

  /** Where an offer is, or the empty place where it belongs. */
  private int slot(long first, long second) {
    long hash = (first * MIX ^ second) * MIX;
    int slot = (int) (hash ^ hash >>> 32) & slots.length - 1;
    while (slots[slot] != 0
        && (what[slots[slot] - 1] != first || many[slots[slot] - 1] != second)) {
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }

  /** Notes what an offer has led to: the number of a typing, not 0. */
  void put(Layout layout, int shape, long count, boolean sure, Certainty certainty, int typing) {
    if (size == MOST || !fits(count)) {
      return;
    }
    long first = first(layout, shape);
    long second = second(count, sure, certainty);
    int slot = slot(first, second);
    if (slots[slot] != 0) {
      return;
    }
    what[size] = first;
    many[size] = second;
    typings[size] = typing;
    slots[slot] = ++size;
    if (size == what.length) {
      grow();
    }
  }

  private void grow() {
    what = Arrays.copyOf(what, 2 * size);
    many = Arrays.copyOf(many, 2 * size);
    typings = Arrays.copyOf(typings, 2 * size);
    slots = new int[4 * size];
    for (int offer = 0; offer < size; offer++) {
      slots[slot(what[offer], many[offer])] = offer + 1;
    }
  }

  /** The typing that an offer has led to. */
  int typing(int offer) {
    return typings[offer];
  }

  /** The number of the layout that was offered. */
  int layout(int offer) {
    return (int) (what[offer] >>> 32);
  }

  int shape(int offer) {
    return (int) what[offer];
  }

  long count(int offer) {
    return many[offer] >>> REST_BITS;
  }

  boolean sure(int offer) {
    return (many[offer] & SURE) != 0;
  }

  Certainty certainty(int offer) {
    return CERTAINTIES[(int) many[offer] & SURE - 1];
  }
}
