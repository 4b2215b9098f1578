package dev.godump.format;

import dev.godump.io.ByteReader;
import dev.godump.io.Source;
import java.io.IOException;

/** Reads single object records near given positions. Not thread-safe. */
public final class ObjectLookup {
  private static final int BUFFER = 1 << 14;

  private final ByteReader in;
  private final ObjectRecord object;

  public ObjectLookup(Source source, DumpRecord.Params params) {
    in = new ByteReader(source, BUFFER);
    object = new ObjectRecord(in);
    object.setWordFormat(params.pointerSize(), params.bigEndian());
  }

  /**
   * Finds the record of the object at an address, searching forward from {@code position}, where an
   * object record starts.
   *
   * @return valid until the next call
   * @throws FormatException if it is not in the object records that follow
   */
  public ObjectRecord find(long position, long address) throws IOException {
    in.seek(position);
    while (in.uvarint() == RecordKind.OBJECT.tag()) {
      object.read();
      if (object.address() == address) {
        return object;
      }
      object.finish();
    }
    throw new FormatException(
        position, "no object record of 0x" + Long.toHexString(address) + " follows here");
  }
}
