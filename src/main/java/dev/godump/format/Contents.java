package dev.godump.format;

import dev.godump.io.Source;
import java.io.IOException;
import java.io.OutputStream;

/** The bytes of an object, a segment or a frame that a {@link RecordWriter} copies to a dump. */
public interface Contents {

  /** Returns the bytes of memory that they represent. */
  long length();

  /**
   * Writes {@link #length} bytes. The writer drops those past the first 2 GiB that Go would not
   * write (see {@link RecordContents}), so that they may be left out.
   */
  void writeTo(OutputStream out) throws IOException;

  /** Returns contents that are the bytes of an array. */
  static Contents of(byte... bytes) {
    return new Contents() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
      }
    };
  }

  /** Returns the contents of a record of another dump, read when they are written. */
  static Contents of(Source source, RecordContents contents) {
    return new SourceContents(source, contents);
  }
}
