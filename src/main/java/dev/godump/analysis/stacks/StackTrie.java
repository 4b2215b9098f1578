package dev.godump.analysis.stacks;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;

/**
 * Stacks of frames with common beginnings merged and recursion folded, so that a list of ten
 * million nodes is one frame. A node is a stack; node 0 is the empty one. A parent has a lower id
 * than its children. Not thread-safe.
 *
 * <p>A folded stack is a head of distinct frames, then a tail of frames that the head has as well.
 * A new frame that is in the tail cuts the stack back to it. A tail that equals the end of the
 * stack before it is dropped. So folding keeps the set of frames and the last frame, and adjacent
 * frames were adjacent before. The length of a folded stack depends on the program, not on the
 * heap: {@code a b a b a c} becomes {@code a b a c}.
 */
final class StackTrie {
  /** The empty stack. */
  static final int EMPTY = 0;

  private static final int NONE = -1;

  private final Long2IntOpenHashMap childByNodeAndFrame = new Long2IntOpenHashMap();
  private final IntArrayList above = new IntArrayList();
  private final IntArrayList frameByNode = new IntArrayList();
  private final IntArrayList lengthByNode = new IntArrayList();

  private final IntArrayList tailLengthByNode = new IntArrayList();

  StackTrie() {
    childByNodeAndFrame.defaultReturnValue(NONE);
    add(NONE, NONE, 0, 0);
  }

  /** Returns the number of nodes. */
  int count() {
    return above.size();
  }

  /** Returns the stack without its last frame; not for the empty one. */
  int above(int node) {
    return above.getInt(node);
  }

  /** Returns the last frame of a stack; not for the empty one. */
  int lastFrame(int node) {
    return frameByNode.getInt(node);
  }

  /** Returns the number of frames of a stack. */
  int length(int node) {
    return lengthByNode.getInt(node);
  }

  /** Returns the folded stack with one more frame. */
  int child(int node, int frame) {
    long key = (long) node << 32 | frame;
    int child = childByNodeAndFrame.get(key);
    if (child == NONE) {
      child = find(node, frame);
      childByNodeAndFrame.put(key, child);
    }
    return child;
  }

  /**
   * Returns how often the end of a stack recurs: 1 if it is not folded; for a list, the number of
   * nodes.
   *
   * @param node the stack without its last frame
   * @param child the stack, folded
   * @param before how often the end of the stack without its last frame recurs
   */
  int recursion(int node, int child, int before) {
    if (above.getInt(child) != node) {
      return before + 1;
    }
    return tailLengthByNode.getInt(child) == 0 ? 1 : before;
  }

  private int find(int node, int frame) {
    int tail = tailLengthByNode.getInt(node);
    int at = node;
    for (int i = 0; i < tail; i++) {
      if (frameByNode.getInt(at) == frame) {
        return at;
      }
      at = above.getInt(at);
    }
    int head = at;
    while (at != EMPTY && frameByNode.getInt(at) != frame) {
      at = above.getInt(at);
    }
    if (at == EMPTY) {
      return add(node, frame, lengthByNode.getInt(node) + 1, 0);
    }
    if (frameByNode.getInt(head) == frame && repeats(node, above.getInt(head), tail)) {
      return head;
    }
    return add(node, frame, lengthByNode.getInt(node) + 1, tail + 1);
  }

  /** Whether two stacks end with the same {@code length} frames. */
  private boolean repeats(int one, int other, int length) {
    int a = one;
    int b = other;
    for (int i = 0; i < length; i++) {
      if (b == EMPTY || frameByNode.getInt(a) != frameByNode.getInt(b)) {
        return false;
      }
      a = above.getInt(a);
      b = above.getInt(b);
    }
    return true;
  }

  private int add(int parent, int frame, int length, int tail) {
    above.add(parent);
    frameByNode.add(frame);
    lengthByNode.add(length);
    tailLengthByNode.add(tail);
    return above.size() - 1;
  }
}
