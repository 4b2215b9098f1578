package dev.godump.analysis.stacks;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;

/**
 * Stacks of frames, merged where they begin alike and folded where they recur, so that a list of
 * ten million nodes is one frame. A node is a stack; node 0 is the empty one. Each comes after the
 * one above it.
 *
 * <p>A folded stack begins with frames that each were new where they came, and may end with a tail
 * of such as were there before. A frame that is in the tail takes the stack back to it; a tail that
 * is what the stack without it ends with is left out. So a stack keeps the set of its frames and
 * its last frame, two neighbours in it were neighbours before, and its length has a bound that is
 * the program's and not the heap's: {@code a b a b a c} is {@code a b a c}.
 */
final class StackTrie {
  /** The empty stack. */
  static final int EMPTY = 0;

  private static final int NONE = -1;

  private final Long2IntOpenHashMap childByNodeAndFrame = new Long2IntOpenHashMap();
  private final IntArrayList above = new IntArrayList();
  private final IntArrayList frameByNode = new IntArrayList();
  private final IntArrayList lengthByNode = new IntArrayList();

  /** Of each node how many frames its tail has. */
  private final IntArrayList tailLengthByNode = new IntArrayList();

  StackTrie() {
    childByNodeAndFrame.defaultReturnValue(NONE);
    add(NONE, NONE, 0, 0);
  }

  /** How many nodes there are. */
  int count() {
    return above.size();
  }

  /** The node that a stack with one frame less has, of any but the empty one. */
  int above(int node) {
    return above.getInt(node);
  }

  /** The last frame of a node's stack, of any but the empty one. */
  int lastFrame(int node) {
    return frameByNode.getInt(node);
  }

  /** How many frames a node's stack has. */
  int length(int node) {
    return lengthByNode.getInt(node);
  }

  /** The node of a stack with one frame more, folded. */
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
   * How many times in a row a stack is what it is because of recursion: 1 where it is not folded,
   * of a list the number of its nodes.
   *
   * @param node the stack without its last frame
   * @param child the stack, folded
   * @param before how many times the stack without it
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

  /** Whether two stacks end with the same frames. */
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
