package dev.godump.types.inference;

import dev.godump.format.DumpRecord;
import dev.godump.format.FrameLookup;
import dev.godump.graph.Frames;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectBytes;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.Shape;
import dev.godump.types.Certainty;
import dev.godump.types.inference.ObjectTypings.Typing;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.Layouts;
import dev.godump.types.layout.Match;
import dev.godump.types.layout.SizeClasses;
import dev.godump.types.layout.SlotMatcher;
import dev.godump.types.program.RegionWords;
import dev.godump.types.program.TypedWords;
import java.io.IOException;

/**
 * Guesses the bytes of strings and byte slices: objects without pointers, if a pointer to them is
 * followed by a length or capacity for which the allocator returns a slot of their size. The bytes
 * of strings must be text; the word after the length of a slice must be its capacity.
 */
final class ByteArrayGuesses {
  /** The most bytes of a string to check. */
  private static final int PROBE = 64;

  private final HeapGraph graph;
  private final ObjectTable objects;
  private final Layouts layouts;
  private final SlotMatcher matcher;
  private final ObjectTypings typings;
  private final ObjectBytes probe;
  private final int word;

  ByteArrayGuesses(InferenceContext context) {
    this.graph = context.graph();
    this.objects = context.graph().objects();
    this.layouts = context.layouts();
    this.matcher = context.matcher();
    this.typings = context.typings();
    this.probe = new ObjectBytes(graph);
    this.word = context.wordSize();
  }

  /** Guesses the targets of pointers in segments, frames, and objects of unknown types. */
  void run() throws IOException {
    RegionWords words = new RegionWords(graph.source(), graph.process().params());
    for (DumpRecord.Segment segment : graph.process().segments()) {
      words.open(segment.contents());
      pointers(words, segment.pointers());
    }
    FrameLookup records = new FrameLookup(graph.source());
    Frames frames = graph.process().frames();
    for (int frame = 0; frame < frames.count(); frame++) {
      DumpRecord.Frame record = records.at(frames.position(frame));
      words.open(record.contents());
      pointers(words, record.pointers());
    }
    ObjectBytes bytes = new ObjectBytes(graph);
    Opened opened = new Opened(bytes);
    for (int id = 0; id < objects.count(); id++) {
      Shape shape = matcher.shape(typings.shape(id));
      if (shape.pointers() > 0 && hasUnknownFields(id)) {
        bytes.open(id);
        pointers(opened, shape.offsets());
      }
    }
  }

  /** Whether the fields of an object are unknown. */
  private boolean hasUnknownFields(int id) {
    Typing typing = typings.get(id);
    return typing == null || typing.layout().opaque;
  }

  private void pointers(TypedWords words, long[] offsets) throws IOException {
    for (long at : offsets) {
      if (words.hasWord(at) && words.hasWord(at + word)) {
        long length = words.word(at + word);
        if (length > 0 && length < 1L << 40) {
          long capacity = words.hasWord(at + 2L * word) ? words.word(at + 2L * word) : 0;
          target(words.word(at), length, capacity);
        }
      }
    }
  }

  private void target(long address, long length, long capacity) throws IOException {
    long location = objects.locate(address);
    if (location == ObjectTable.NONE || ObjectTable.offsetOf(location) != 0) {
      return;
    }
    int id = ObjectTable.idOf(location);
    Shape shape = matcher.shape(typings.shape(id));
    if (shape.pointers() > 0 || typings.isTyped(id) || length > shape.size()) {
      return;
    }
    if (capacity > length
        && capacity <= shape.size()
        && capacity > SizeClasses.TINY_BLOCK_SIZE
        && matcher.fillsWithoutPointers(shape.size(), capacity)) {
      guess(id, layouts.bytes().array(), capacity);
    } else if (matcher.fillsWithoutPointers(shape.size(), length)
        && (isText(id, length)
            || (capacity == length && length > 2 * SizeClasses.TINY_BLOCK_SIZE))) {
      boolean slice = capacity == length;
      guess(id, slice ? layouts.bytes().array() : layouts.bytes().string(), length);
    }
  }

  private void guess(int id, Layout bytes, long count) {
    typings.set(id, new Typing(bytes, count, Certainty.GUESS, Match.FILLS_UNCOUNTED));
  }

  private boolean isText(int id, long length) throws IOException {
    probe.open(id);
    for (long at = 0; at < Math.min(length, PROBE); at++) {
      long b = probe.number(at, 1);
      if ((b < ' ' && b != '\n' && b != '\t' && b != '\r') || b == 0x7f) {
        return false;
      }
    }
    return true;
  }

  /** The words of the object that was opened last. */
  private record Opened(ObjectBytes bytes) implements TypedWords {
    @Override
    public boolean hasWord(long offset) {
      return bytes.hasWord(offset);
    }

    @Override
    public long word(long offset) throws IOException {
      return bytes.word(offset);
    }

    @Override
    public long number(long offset, int length) throws IOException {
      return bytes.number(offset, length);
    }
  }
}
