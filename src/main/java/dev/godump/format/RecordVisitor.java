package dev.godump.format;

import java.io.IOException;

/**
 * Visits the records of a dump in file order. Every method does nothing unless overridden. {@code
 * position} is where the record starts, in bytes from the start of the (unpacked) file.
 */
public interface RecordVisitor {

  default void params(long position, DumpRecord.Params params) throws IOException {}

  /**
   * @param object valid until this method returns
   */
  default void object(long position, ObjectRecord object) throws IOException {}

  default void type(long position, DumpRecord.Type type) throws IOException {}

  default void itab(long position, DumpRecord.Itab itab) throws IOException {}

  default void goroutine(long position, DumpRecord.Goroutine goroutine) throws IOException {}

  /**
   * @param words reads the frame's contents, valid until this method returns
   */
  default void frame(long position, DumpRecord.Frame frame, Words words) throws IOException {}

  default void defer(long position, DumpRecord.Defer defer) throws IOException {}

  default void panic(long position, DumpRecord.Panic panic) throws IOException {}

  default void thread(long position, DumpRecord.OsThread thread) throws IOException {}

  /**
   * @param words reads the segment's contents, valid until this method returns
   */
  default void segment(long position, DumpRecord.Segment segment, Words words) throws IOException {}

  default void finalizer(long position, DumpRecord.Finalizer finalizer) throws IOException {}

  default void otherRoot(long position, DumpRecord.OtherRoot root) throws IOException {}

  default void memStats(long position, MemStats stats) throws IOException {}

  default void memProf(long position, DumpRecord.MemProf bucket) throws IOException {}

  default void allocSample(long position, DumpRecord.AllocSample sample) throws IOException {}

  default void end(long position) throws IOException {}

  /** Words of a record's contents. */
  @FunctionalInterface
  interface Words {
    /**
     * Returns the unsigned pointer-sized word at an offset of the contents.
     *
     * @throws IOException if it is not in the file, see {@link RecordContents#hasWord}
     */
    long at(long offset) throws IOException;
  }
}
