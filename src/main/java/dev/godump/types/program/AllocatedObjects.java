package dev.godump.types.program;

import dev.godump.binary.type.AllocatedMemory;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectBytes;
import dev.godump.graph.ObjectTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** A dump's objects by link-time address. Not thread-safe. */
final class AllocatedObjects implements AllocatedMemory {
  private final HeapGraph graph;
  private final long slide;
  private @Nullable ObjectBytes bytes;

  AllocatedObjects(HeapGraph graph, long slide) {
    this.graph = graph;
    this.slide = slide;
  }

  @Override
  public boolean isObjectStart(long address) {
    int id = graph.objects().find(address + slide);
    return id != ObjectTable.NONE && graph.objects().address(id) == address + slide;
  }

  @Override
  public boolean contains(long address) {
    return graph.objects().find(address + slide) != ObjectTable.NONE;
  }

  @Override
  public int read(long address, byte[] into, int length) {
    long location = graph.objects().locate(address + slide);
    if (location == ObjectTable.NONE) {
      return 0;
    }
    try {
      if (bytes == null) {
        bytes = new ObjectBytes(graph);
      }
      bytes.open(ObjectTable.idOf(location));
      return bytes.read(ObjectTable.offsetOf(location), into, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long slide() {
    return slide;
  }
}
