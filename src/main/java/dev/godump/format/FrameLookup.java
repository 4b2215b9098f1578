package dev.godump.format;

import dev.godump.io.ByteReader;
import dev.godump.io.Source;
import java.io.IOException;

/** Reads single frame records at given positions. Not thread-safe. */
public final class FrameLookup {
  private static final int BUFFER = 1 << 14;

  private final ByteReader in;
  private final StringInterner names = new StringInterner();

  public FrameLookup(Source source) {
    in = new ByteReader(source, BUFFER);
  }

  /**
   * Reads the record that starts at a position.
   *
   * @throws FormatException if it is not a frame record
   */
  public DumpRecord.Frame at(long position) throws IOException {
    in.seek(position);
    if (in.uvarint() != RecordKind.FRAME.tag()) {
      throw new FormatException(position, "no frame record starts here");
    }
    return read(in, names);
  }

  static DumpRecord.Frame read(ByteReader in, StringInterner names) throws IOException {
    return new DumpRecord.Frame(
        in.uvarint(),
        in.uvarint(),
        in.uvarint(),
        RecordContents.read(in),
        in.uvarint(),
        in.uvarint(),
        in.uvarint(),
        names.read(in),
        FieldList.read(in));
  }
}
