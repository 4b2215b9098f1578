package dev.godump.dump;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.load.GraphLoader;
import dev.godump.io.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A heap written as {@code "root -> a, a -> b, b -> a, c -> c"}: one object per name, in slots of
 * 64 bytes that ascend from 0xc000000000 in order of first appearance, so that ids follow that
 * order too. {@code root} is a word of the BSS segment for each arrow from it.
 *
 * <p>{@code a:128} gives an object another size, in bytes; once is enough. {@code a -> b+8} points
 * inside an object. A name without an arrow is an object without pointers.
 */
public final class TinyHeap {
  private static final String ROOT = "root";
  private static final long FIRST = 0xc000000000L;
  private static final long BSS = 0x600000;
  private static final int SLOT = 64;
  private static final Pattern NODE = Pattern.compile("([^\\s:+]+)(?::(\\d+))?(?:\\+(\\d+))?");

  private final Map<String, Integer> sizes = new LinkedHashMap<>();
  private final Map<String, List<Target>> arrows = new LinkedHashMap<>();
  private final Map<String, Long> addresses = new LinkedHashMap<>();
  private final List<String> names;
  private final byte[] bytes;

  private record Target(String name, int offset) {}

  private TinyHeap(String text) {
    for (String part : text.split("[,\n]", -1)) {
      if (!part.isBlank()) {
        parse(part.trim());
      }
    }
    long next = FIRST;
    for (Map.Entry<String, Integer> object : sizes.entrySet()) {
      addresses.put(object.getKey(), next);
      next += object.getValue();
    }
    names = List.copyOf(sizes.keySet());
    bytes = write();
  }

  /** Returns the heap that a text describes. */
  public static TinyHeap of(String text) {
    return new TinyHeap(text);
  }

  /** Returns the graph of the heap that a text describes. */
  public static HeapGraph graph(String text) {
    return of(text).graph();
  }

  private void parse(String part) {
    String[] ends = part.split("->", -1);
    Target from = node(ends[0].trim());
    if (ends.length > 1) {
      arrows.computeIfAbsent(from.name(), name -> new ArrayList<>()).add(node(ends[1].trim()));
    }
  }

  private Target node(String text) {
    Matcher matcher = NODE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no object: " + text);
    }
    String name = matcher.group(1);
    if (!name.equals(ROOT)) {
      sizes.putIfAbsent(name, SLOT);
      if (matcher.group(2) != null) {
        sizes.put(name, Integer.parseInt(matcher.group(2)));
      }
    }
    return new Target(name, matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3)));
  }

  private byte[] write() {
    DumpWriter dump = DumpWriter.go("go1.21.0");
    sizes.forEach(
        (name, size) -> dump.object(address(name), dump.memory(size).pointers(targets(name))));
    long[] roots = targets(ROOT);
    return dump.bss(BSS, dump.memory(8 * roots.length).pointers(roots)).finish();
  }

  private long[] targets(String name) {
    return arrows.getOrDefault(name, List.of()).stream()
        .mapToLong(target -> address(target.name()) + target.offset())
        .toArray();
  }

  /** Returns the start address of an object's slot. */
  public long address(String name) {
    Long address = addresses.get(name);
    if (address == null) {
      throw new IllegalArgumentException("no object is called " + name);
    }
    return address;
  }

  /** Returns the id of an object in the graph. */
  public int id(String name) {
    int id = names.indexOf(name);
    if (id < 0) {
      throw new IllegalArgumentException("no object is called " + name);
    }
    return id;
  }

  /** Returns the name of the object with an id. */
  public String name(int id) {
    return names.get(id);
  }

  /** Returns the names of all objects, by id. */
  public List<String> names() {
    return names;
  }

  /** Returns the dump. */
  public byte[] bytes() {
    return bytes.clone();
  }

  public Source source() {
    return new BytesSource(bytes);
  }

  /** Returns a file with the dump in a directory. */
  public Path file(Path directory) {
    try {
      return Files.write(directory.resolve("tiny.dump"), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Loads the graph again. */
  public HeapGraph graph() {
    try {
      return GraphLoader.load(source(), position -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
