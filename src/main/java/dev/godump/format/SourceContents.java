package dev.godump.format;

import dev.godump.io.EndOfBytesException;
import dev.godump.io.Source;
import java.io.IOException;
import java.io.OutputStream;

/** The contents of a record in a dump, copied in parts of 64 KiB. */
record SourceContents(Source source, RecordContents contents) implements Contents {
  private static final int CHUNK = 1 << 16;

  @Override
  public long length() {
    return contents.length();
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    byte[] chunk = new byte[(int) Math.min(CHUNK, contents.present())];
    for (long done = 0; done < contents.present(); ) {
      int wanted = (int) Math.min(chunk.length, contents.present() - done);
      int read = source.read(contents.position() + done, chunk, 0, wanted);
      if (read == 0) {
        throw new EndOfBytesException(contents.position() + done);
      }
      out.write(chunk, 0, read);
      done += read;
    }
  }
}
