package dev.godump.types.program;

import dev.godump.format.DumpRecord;
import dev.godump.format.RecordContents;
import dev.godump.io.ByteReader;
import dev.godump.io.Source;
import java.io.IOException;

/** The words of a segment or a frame. Not thread-safe. */
public final class RegionWords implements TypedWords {
  private final ByteReader reader;
  private RecordContents contents = RecordContents.NONE;
  private final int wordSize;
  private final boolean bigEndian;

  public RegionWords(Source source, DumpRecord.Params params) {
    this.reader = new ByteReader(source, 1 << 16);
    this.wordSize = params.pointerSize();
    this.bigEndian = params.bigEndian();
  }

  /** Selects a region. */
  public void open(RecordContents region) {
    contents = region;
  }

  @Override
  public boolean hasWord(long offset) {
    return contents.hasWord(offset, wordSize);
  }

  @Override
  public long word(long offset) throws IOException {
    return reader.word(contents.position() + offset, wordSize, bigEndian);
  }

  @Override
  public long number(long offset, int length) throws IOException {
    if (length == wordSize) {
      return word(offset);
    }
    long value = 0;
    byte[] bytes = new byte[length];
    reader.seek(contents.position() + offset);
    reader.bytes(bytes);
    for (int i = 0; i < length; i++) {
      value = value << 8 | (bytes[bigEndian ? i : length - 1 - i] & 0xff);
    }
    return value;
  }
}
