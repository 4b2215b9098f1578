package dev.godump.analysis.stacks;

import dev.godump.analysis.stacks.HeapStacks.Stack;
import dev.godump.heap.paths.TypePattern;
import dev.godump.types.Certainty;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The stacks of live objects merged into a tree, from the roots down or from the objects up. A node
 * is a frame below the same frames; its value is that of all stacks through it.
 */
public final class FlameGraph {
  /** What the value of a node measures. */
  public enum Weight {
    BYTES,
    OBJECTS
  }

  /** What a node stands for. */
  public enum FrameKind {
    /** All stacks. */
    ALL,
    /** A root, or a call on a stack. */
    ROOT,
    /** Objects of a type. */
    TYPE
  }

  /**
   * A node that is shown.
   *
   * @param type of its objects; empty for other kinds
   * @param certainty of that, the least of its own objects; empty if it has none
   * @param value of all stacks through it, in bytes or objects
   * @param self of that, of the stacks that end here
   * @param objects in all stacks through it
   * @param example address of one of its own objects, which have no part of a stack between them
   *     and this node; 0 if there are none
   * @param children shown, largest first
   * @param more children that are not shown
   * @param moreValue of those
   */
  public record Node(
      String name,
      FrameKind kind,
      String type,
      Optional<Certainty> certainty,
      long value,
      long self,
      long objects,
      long example,
      List<Node> children,
      long more,
      long moreValue) {}

  /**
   * What to show.
   *
   * @param inverted whether the objects are below and their holders above
   * @param type if present, only stacks through objects of this type, from there on; inverted, only
   *     objects of this type
   * @param maxNodes most nodes, largest first
   * @param maxDepth most nodes below one another
   */
  public record Shown(
      Weight weight, boolean inverted, Optional<TypePattern> type, int maxNodes, int maxDepth) {}

  private final Shown shown;
  private final Building root = new Building("", FrameKind.ALL, "", 0);

  private FlameGraph(Shown shown) {
    this.shown = shown;
  }

  /** Merges stacks. */
  public static Node of(List<Stack> stacks, Shown shown) {
    FlameGraph graph = new FlameGraph(shown);
    stacks.forEach(graph::add);
    graph.open();
    return graph.root.node(shown.weight());
  }

  /** A node while stacks are added. */
  private static final class Building {
    private final String name;
    private final FrameKind kind;
    private final String type;
    private final int depth;
    private final Map<String, Building> children = new LinkedHashMap<>();
    private long bytes;
    private long objects;
    private long selfBytes;
    private long selfObjects;
    private long example;
    private @Nullable Certainty certainty;
    private boolean open;

    Building(String name, FrameKind kind, String type, int depth) {
      this.name = name;
      this.kind = kind;
      this.type = type;
      this.depth = depth;
    }

    private void add(Stack stack) {
      bytes += stack.bytes();
      objects += stack.objects();
    }

    /** Adds the objects of a stack as the node's own. */
    private void addOwn(Stack stack) {
      example = example == 0 ? stack.example() : example;
      if (certainty == null || stack.certainty().compareTo(certainty) > 0) {
        certainty = stack.certainty();
      }
    }

    private Building child(String childName, StackFrame frame) {
      return children.computeIfAbsent(
          childName,
          any ->
              new Building(
                  childName,
                  frame.isObjects() ? FrameKind.TYPE : FrameKind.ROOT,
                  frame.type(),
                  depth + 1));
    }

    private long value(Weight weight) {
      return weight == Weight.BYTES ? bytes : objects;
    }

    private Node node(Weight weight) {
      List<Node> nodes = new ArrayList<>();
      long more = 0;
      long moreValue = 0;
      for (Building child : children.values()) {
        if (child.open) {
          nodes.add(child.node(weight));
        } else {
          more++;
          moreValue += child.value(weight);
        }
      }
      nodes.sort(Comparator.comparingLong(Node::value).reversed().thenComparing(Node::name));
      long self = weight == Weight.BYTES ? selfBytes : selfObjects;
      return new Node(
          name,
          kind,
          type,
          kind == FrameKind.TYPE ? Optional.ofNullable(certainty) : Optional.empty(),
          value(weight),
          self,
          objects,
          example,
          nodes,
          more,
          moreValue);
    }
  }

  private void add(Stack stack) {
    List<StackFrame> frames = stack.frames();
    int from = 0;
    if (shown.type().isPresent()) {
      from = shown.inverted() ? frames.size() - 1 : 0;
      while (from < frames.size() && !isOfType(frames.get(from))) {
        from++;
      }
      if (from == frames.size()) {
        return;
      }
    }
    if (shown.inverted()) {
      addUpwards(stack);
    } else {
      addDownwards(stack, from);
    }
  }

  private boolean isOfType(StackFrame frame) {
    return frame.isObjects() && shown.type().orElseThrow().matches(frame.type());
  }

  private void addDownwards(Stack stack, int from) {
    Building at = root;
    at.add(stack);
    for (StackFrame frame : stack.frames().subList(from, stack.frames().size())) {
      at = at.child(frame.name(), frame);
      at.add(stack);
    }
    at.addOwn(stack);
    at.selfBytes += stack.bytes();
    at.selfObjects += stack.objects();
  }

  /** A holder is named by its type and the field of it that points at what is below. */
  private void addUpwards(Stack stack) {
    Building at = root;
    at.add(stack);
    String field = "";
    for (int i = stack.frames().size() - 1; i >= 0; i--) {
      StackFrame frame = stack.frames().get(i);
      String name = frame.isObjects() ? frame.type() : frame.name();
      boolean ownObjects = at == root;
      at = at.child(name + field, frame);
      at.add(stack);
      if (ownObjects) {
        at.addOwn(stack);
      }
      field = frame.field().isEmpty() ? "" : " " + frame.field();
    }
    at.selfBytes += stack.bytes();
    at.selfObjects += stack.objects();
  }

  /** Opens the nodes to show, largest first. A node is never larger than the one above it. */
  private void open() {
    PriorityQueue<Building> next =
        new PriorityQueue<>(
            Comparator.comparingLong((Building b) -> -b.value(shown.weight()))
                .thenComparing(b -> b.name));
    next.addAll(root.children.values());
    for (int opened = 0; opened < shown.maxNodes() && !next.isEmpty(); opened++) {
      Building node = next.remove();
      node.open = true;
      if (node.depth < shown.maxDepth()) {
        next.addAll(node.children.values());
      }
    }
  }
}
