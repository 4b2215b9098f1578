package dev.godump.types.value;

import dev.godump.binary.type.GoType;
import dev.godump.types.RuntimeStructures;
import java.io.IOException;

/**
 * Reads maps of all Go versions. A map that was being changed when the dump was written may lack an
 * entry or have one twice.
 */
final class MapReader {
  private final ValueReader values;
  private final RuntimeStructures runtime;
  private final BucketMapReader bucketMaps;
  private final SwissMapReader swissMaps;

  MapReader(ValueReader values, RuntimeStructures runtime) {
    this.values = values;
    this.runtime = runtime;
    this.bucketMaps = new BucketMapReader(values, runtime);
    this.swissMaps = new SwissMapReader(values, runtime);
  }

  GoValue read(GoType map, long address, Depth depth) throws IOException {
    if (map.key() == null) {
      return new GoValue.Pointer(address, null, null);
    }
    StructReader header = new StructReader(runtime.mapHeader(map), values.location(address));
    if (!header.isPresent()) {
      return new GoValue.Unknown(
          "map header at " + ValueReader.hex(address) + " that is not in the dump");
    }
    return read(map, address, header, new EntryCollector(values, map, depth));
  }

  /** Visits the entries of a map until the visitor is full. */
  void visit(GoType map, long address, EntryVisitor entries) throws IOException {
    StructReader header = new StructReader(runtime.mapHeader(map), values.location(address));
    if (header.isPresent()) {
      read(map, address, header, entries);
    }
  }

  private GoValue read(GoType map, long address, StructReader header, EntryVisitor entries)
      throws IOException {
    return runtime.hasSwissMaps()
        ? swissMaps.read(map, address, header, entries)
        : bucketMaps.read(map, address, header, entries);
  }
}
