package dev.godump.types.inference;

import dev.godump.binary.type.GoType;
import dev.godump.graph.ObjectBytes;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.Shape;
import dev.godump.types.Certainty;
import dev.godump.types.layout.ChannelOffsets;
import dev.godump.types.layout.Layouts;
import dev.godump.types.layout.SlotMatcher;
import dev.godump.types.program.KnownTypes;
import java.io.IOException;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds channels that no typed pointer leads to, such as those that only a spilled register points
 * at: a header has the descriptor of the element type, and its other fields must agree with that
 * (runtime/chan.go hchan, makechan).
 */
final class ChannelSeeds {
  private static final long MOST_ELEMENTS = 1L << 37;

  private final ObjectTable objects;
  private final KnownTypes known;
  private final Layouts layouts;
  private final SlotMatcher matcher;
  private final ObjectTypings typings;
  private final Propagation propagation;
  private final ObjectBytes bytes;
  private final ChannelOffsets header;

  ChannelSeeds(InferenceContext context, Propagation propagation) {
    this.objects = context.graph().objects();
    this.known = context.known();
    this.layouts = context.layouts();
    this.matcher = context.matcher();
    this.typings = context.typings();
    this.propagation = propagation;
    this.bytes = new ObjectBytes(context.graph());
    this.header = ChannelOffsets.of(context.wordSize(), context.minor());
  }

  /**
   * Proposes channels among the untyped objects.
   *
   * @param filter selects the objects to read
   */
  void run(IntPredicate filter) throws IOException {
    for (int id = typings.nextUntyped(0); id < objects.count(); id = typings.nextUntyped(id + 1)) {
      Shape shape = matcher.shape(typings.shape(id));
      boolean mayBeHeader =
          shape.size() >= header.size()
              && (shape.pointers() == 0 || shape.offsets()[0] == header.buf());
      if (mayBeHeader && filter.test(id)) {
        bytes.open(id);
        GoType elem = elementType();
        if (elem != null && hasBufferOf(objects.address(id), shape, elem)) {
          propagation.propose(
              objects.address(id),
              Candidate.single(layouts.channels().headerOf(elem), Certainty.INFERRED));
        }
      }
    }
  }

  /** The element type in a possible header, or null if the other fields contradict it. */
  private @Nullable GoType elementType() throws IOException {
    long descriptor = bytes.word(header.elemtype());
    if (!known.mayBeDescriptor(descriptor)) {
      return null;
    }
    GoType elem = known.at(descriptor).orElse(null);
    long used = bytes.word(ChannelOffsets.QCOUNT);
    long length = bytes.word(header.dataqsiz());
    long last = Math.max(0, length - 1);
    boolean agrees =
        elem != null
            && elem.size() == bytes.number(header.elemsize(), 2)
            && length >= 0
            && length < MOST_ELEMENTS
            && Long.compareUnsigned(used, length) <= 0
            && bytes.number(header.closed(), 4) <= 1
            && Long.compareUnsigned(bytes.word(header.sendx()), last) <= 0
            && Long.compareUnsigned(bytes.word(header.recvx()), last) <= 0;
    return agrees ? elem : null;
  }

  /**
   * Whether the buffer is where makechan puts elements of the type: right after the header, or in
   * an object of its own if they have pointers.
   */
  private boolean hasBufferOf(long address, Shape shape, GoType elem) throws IOException {
    long buffer = bytes.word(header.buf());
    long size = bytes.word(header.dataqsiz()) * elem.size();
    if (size > 0 && layouts.layoutOf(elem).pointerOffsets.length > 0) {
      return shape.pointers() > 0 && objects.find(buffer) != ObjectTable.NONE;
    }
    return shape.pointers() == 0
        && buffer >= address
        && size <= shape.size()
        && buffer <= address + shape.size() - size;
  }
}
