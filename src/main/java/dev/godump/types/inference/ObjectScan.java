package dev.godump.types.inference;

import dev.godump.binary.type.GoType;
import dev.godump.graph.ObjectBytes;
import dev.godump.graph.ObjectTable;
import dev.godump.types.Certainty;
import dev.godump.types.inference.ObjectTypings.Typing;
import dev.godump.types.layout.InterfaceWords;
import dev.godump.types.layout.InterfaceWords.DynamicValue;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.Layout.Form;
import dev.godump.types.layout.SlotMatcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Scans objects for candidates without changing anything shared, so that two scans can run
 * concurrently. Objects with a reference that can't be followed this way are left to {@link
 * ValueWalk}.
 */
final class ObjectScan extends ReferenceWalk {
  /**
   * Candidates checked together: the cells of all their objects are read one after the other, so
   * that the processor waits for memory once and not for each.
   */
  private static final int BATCH = 512;

  private final ObjectTable objects;
  private final InterfaceWords interfaces;
  private final SlotMatcher matcher;
  private final ObjectTypings typings;
  private final TypeEvidence evidence;
  private final ObjectBytes bytes;
  private final ScanFindings findings = new ScanFindings();

  /** Bytes of the header of the object that is being scanned. */
  private int header;

  private final CandidateQueue queue = new CandidateQueue(BATCH);
  private final long[] cells = new long[BATCH];

  ObjectScan(InferenceContext context, TypeEvidence evidence) {
    super(context);
    this.objects = context.graph().objects();
    this.interfaces = context.interfaces();
    this.matcher = context.matcher();
    this.typings = context.typings();
    this.evidence = evidence;
    this.bytes = new ObjectBytes(context.graph());
  }

  /** What the last run found. */
  ScanFindings findings() {
    return findings;
  }

  /** Scans the objects of a list from index {@code from} up to, but not including, {@code to}. */
  void run(int[] ids, int from, int to) {
    findings.clear();
    try {
      for (int i = from; i < to; i++) {
        if (queue.size() >= BATCH / 2) {
          check();
        }
        int before = queue.size();
        if (!scan(ids[i])) {
          queue.truncate(before);
          queue.addRescan(ids[i]);
        }
      }
      check();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Scans an object; returns false if one of its references can't be followed. */
  private boolean scan(int object) throws IOException {
    Typing typing = typings.get(object);
    if (typing == null || typing.layout().form != Form.VALUE) {
      return typing == null;
    }
    bytes.open(object);
    header = matcher.headerSize(typings.shape(object));
    return walk(0, typing.layout(), typing.count(), TypeEvidence.derived(typing.certainty()));
  }

  /** Checks the queued candidates. */
  private void check() {
    for (int start = 0; start < queue.size(); start += BATCH) {
      int end = Math.min(queue.size(), start + BATCH);
      for (int i = start; i < end; i++) {
        cells[i - start] = typings.cell(ObjectTable.idOf(queue.location(i)));
      }
      for (int i = start; i < end; i++) {
        if (queue.isRescan(i)) {
          findings.addRescan(ObjectTable.idOf(queue.location(i)));
        } else {
          evidence.check(queue, i, cells[i - start], findings);
        }
      }
    }
    queue.truncate(0);
  }

  @Override
  boolean holds(long offset) {
    return bytes.hasWord(header + offset);
  }

  @Override
  long word(long offset) throws IOException {
    return bytes.word(header + offset);
  }

  @Override
  @Nullable Layout target(Layout layout, int reference) {
    return layout.targets[reference];
  }

  @Override
  boolean proposeExactly(long count, Layout layout, long address, Certainty certainty) {
    return propose(address, layout, count, true, certainty);
  }

  @Override
  boolean proposeAtLeast(long count, Layout layout, long address, Certainty certainty) {
    return propose(address, layout, count, false, certainty);
  }

  private boolean propose(
      long address, Layout layout, long count, boolean exactCount, Certainty certainty) {
    if (address == 0) {
      return true;
    }
    long location = objects.locate(address);
    if (location == ObjectTable.NONE) {
      return !evidence.isNewStatic(address, layout, count);
    }
    queue.add(location, layout, count, exactCount, certainty);
    return true;
  }

  /** Does nothing: slices in objects always have all three words. */
  @Override
  boolean proposeUncounted(long address, Layout elem, Certainty certainty) {
    return true;
  }

  @Override
  boolean followInterface(long typeWord, long data, Certainty certainty) {
    DynamicValue value = interfaces.cachedValueOf(typeWord);
    if (value == null) {
      return !interfaces.mayBeTypeWord(typeWord) && !interfaces.mayBeRuntimeType(typeWord);
    }
    return proposeDynamicValue(value, data, certainty);
  }

  @Override
  boolean followReflectValue(long type, long pointer, long flags, Certainty certainty) {
    return false;
  }

  @Override
  boolean followTrieNode(long address, GoType node, Certainty certainty) {
    return false;
  }

  @Override
  boolean followUntypedChannel(long address, Layout header, Certainty certainty) {
    return false;
  }
}
