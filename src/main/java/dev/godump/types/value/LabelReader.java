package dev.godump.types.value;

import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.io.ByteReader;
import dev.godump.types.layout.GoroutineOffsets;
import dev.godump.types.layout.HashMapOffsets;
import dev.godump.types.program.Program;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Reads the pprof labels of goroutines (runtime/pprof/label.go): a map[string]string up to Go 1.23,
 * a sorted slice of keys and values from Go 1.24 on. Everything is checked: labels that don't fit
 * are unknown. Not thread-safe.
 */
public final class LabelReader {
  /** The first release with a slice. */
  private static final int SLICE_SINCE = 24;

  /** More labels of one goroutine, or longer texts in bytes, are not believed. */
  private static final int MAX_LABELS = 1 << 12;

  private static final int MAX_LENGTH = 1 << 20;

  private static final int MAX_LOG_BUCKETS = 16;

  private static final int SLOTS = HashMapOffsets.SLOTS_PER_BUCKET;

  private final ProcessMemory memory;
  private final int word;
  private final int minor;
  private final Optional<GoroutineOffsets> offsets;

  /** Cached: a goroutine inherits the labels of the one that starts it. */
  private final Long2ObjectOpenHashMap<Optional<List<Label>>> labelsByAddress =
      new Long2ObjectOpenHashMap<>();

  /**
   * @param program that wrote the dump, if known; the texts of constants are read from it
   */
  public LabelReader(HeapGraph graph, Optional<Program> program) {
    memory = new ProcessMemory(graph, program);
    word = memory.wordSize();
    minor =
        graph
            .process()
            .version()
            .map(version -> version.minor())
            .or(() -> program.map(known -> known.build().minor()))
            .orElse(0);
    offsets = GoroutineOffsets.of(word, minor);
  }

  /** Whether the layout of goroutines is known, and has labels. */
  public boolean isAvailable() {
    return offsets.isPresent();
  }

  /** The labels of a goroutine, sorted by key; empty if they are unknown. */
  public Optional<List<Label>> labelsOf(Goroutine goroutine) throws IOException {
    long g = goroutine.record().address();
    if (offsets.isEmpty() || !hasId(g + offsets.get().goid(), goroutine.id())) {
      return Optional.empty();
    }
    Optional<long[]> pointer = words(g + offsets.get().labels(), 1);
    if (pointer.isEmpty()) {
      return Optional.empty();
    }
    long address = pointer.get()[0];
    if (address == 0) {
      return Optional.of(List.of());
    }
    if (!labelsByAddress.containsKey(address)) {
      labelsByAddress.put(address, minor >= SLICE_SINCE ? readSlice(address) : readMap(address));
    }
    return labelsByAddress.get(address);
  }

  private boolean hasId(long address, long id) throws IOException {
    byte[] bytes = new byte[Long.BYTES];
    return memory.read(address, bytes, bytes.length) == bytes.length
        && ByteReader.word(bytes, 0, bytes.length, memory.bigEndian()) == id;
  }

  private Optional<List<Label>> readSlice(long address) throws IOException {
    Optional<long[]> header = words(address, 3);
    if (header.isEmpty()) {
      return Optional.empty();
    }
    long length = header.get()[1];
    if (length < 0 || length > MAX_LABELS || header.get()[2] < length) {
      return Optional.empty();
    }
    Optional<long[]> elements = words(header.get()[0], 4 * (int) length);
    if (elements.isEmpty()) {
      return Optional.empty();
    }
    List<Label> labels = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      if (!add(labels, elements.get(), 4 * i, 4 * i + 2)) {
        return Optional.empty();
      }
    }
    return sorted(labels);
  }

  private Optional<List<Label>> readMap(long address) throws IOException {
    Optional<long[]> map = words(address, 1);
    if (map.isEmpty()) {
      return Optional.empty();
    }
    long header = map.get()[0];
    if (header == 0) {
      return Optional.of(List.of());
    }
    HashMapOffsets at = HashMapOffsets.of(word, minor);
    byte[] log = new byte[1];
    byte[] flags = new byte[1];
    Optional<long[]> count = words(header + HashMapOffsets.COUNT, 1);
    Optional<long[]> buckets = words(header + at.buckets(), 1);
    Optional<long[]> old = words(header + at.oldbuckets(), 1);
    boolean read =
        memory.read(header + at.logBuckets(), log, 1) == 1
            && memory.read(header + at.flags(), flags, 1) == 1;
    if (!read || count.isEmpty() || buckets.isEmpty() || old.isEmpty()) {
      return Optional.empty();
    }
    if (log[0] < 0
        || log[0] > MAX_LOG_BUCKETS
        || count.get()[0] < 0
        || count.get()[0] > MAX_LABELS) {
      return Optional.empty();
    }
    List<Label> labels = new ArrayList<>();
    int number = 1 << log[0];
    boolean sameSize = (flags[0] & HashMapOffsets.SAME_SIZE_GROW) != 0;
    boolean fits =
        addBuckets(labels, buckets.get()[0], number, at.minTopHash())
            && addBuckets(
                labels, old.get()[0], sameSize ? number : Math.max(1, number / 2), at.minTopHash());
    return fits && labels.size() == count.get()[0] ? sorted(labels) : Optional.empty();
  }

  /** Adds the labels in the buckets of a map, if there are any; false if they don't fit. */
  private boolean addBuckets(List<Label> labels, long first, int count, int minTopHash)
      throws IOException {
    long size = SLOTS + (4L * SLOTS + 1) * word;
    for (int i = 0; first != 0 && i < count; i++) {
      long bucket = first + i * size;
      for (int overflow = 0; bucket != 0; overflow++) {
        byte[] hashes = new byte[SLOTS];
        Optional<long[]> words = words(bucket + SLOTS, 4 * SLOTS + 1);
        if (overflow > MAX_LABELS
            || words.isEmpty()
            || memory.read(bucket, hashes, SLOTS) < SLOTS
            || !addBucket(labels, hashes, words.get(), minTopHash)) {
          return false;
        }
        bucket = words.get()[4 * SLOTS];
      }
    }
    return true;
  }

  /** Adds the labels of a bucket: eight keys, then eight values. */
  private boolean addBucket(List<Label> labels, byte[] hashes, long[] words, int minTopHash)
      throws IOException {
    for (int slot = 0; slot < SLOTS; slot++) {
      if ((hashes[slot] & 0xff) >= minTopHash
          && (labels.size() >= MAX_LABELS || !add(labels, words, 2 * slot, 2 * SLOTS + 2 * slot))) {
        return false;
      }
    }
    return true;
  }

  /** Adds a label, with the words of its texts at two indexes; false if they are not texts. */
  private boolean add(List<Label> labels, long[] words, int key, int value) throws IOException {
    Optional<Label.Part> name = part(words[key], words[key + 1]);
    Optional<Label.Part> content = part(words[value], words[value + 1]);
    if (name.isEmpty() || content.isEmpty()) {
      return false;
    }
    labels.add(new Label(name.get(), content.get()));
    return true;
  }

  private Optional<Label.Part> part(long address, long length) throws IOException {
    if (length < 0 || length > MAX_LENGTH || (length > 0 && address == 0)) {
      return Optional.empty();
    }
    byte[] bytes = new byte[(int) length];
    return Optional.of(
        length == 0 || memory.read(address, bytes, bytes.length) == bytes.length
            ? Label.Part.of(bytes)
            : Label.Part.unknown(address, length));
  }

  private static Optional<List<Label>> sorted(List<Label> labels) {
    Collections.sort(labels);
    return Optional.of(List.copyOf(labels));
  }

  /** Reads words; empty unless all of them are known. */
  private Optional<long[]> words(long address, int count) throws IOException {
    byte[] bytes = new byte[count * word];
    if (count > 0 && memory.read(address, bytes, bytes.length) < bytes.length) {
      return Optional.empty();
    }
    long[] words = new long[count];
    for (int i = 0; i < count; i++) {
      words[i] = ByteReader.word(bytes, i * word, word, memory.bigEndian());
    }
    return Optional.of(words);
  }
}
