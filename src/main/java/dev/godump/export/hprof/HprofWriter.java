package dev.godump.export.hprof;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes the records of a Java heap dump ({@code JAVA PROFILE 1.0.2}; the JDK's heapDumper.cpp
 * describes the layout). Numbers are big-endian. Parts, the subrecords of the heap dump, are
 * collected into segments of 1 MiB; a longer part is streamed as a segment of its own. Not
 * thread-safe.
 */
final class HprofWriter {
  private static final int UTF8 = 0x01;
  private static final int LOAD_CLASS = 0x02;
  private static final int STACK_FRAME = 0x04;
  private static final int STACK_TRACE = 0x05;
  private static final int HEAP_DUMP_SEGMENT = 0x1c;
  private static final int HEAP_DUMP_END = 0x2c;
  private static final int RECORD_HEADER = 9;
  private static final int CAPACITY = 1 << 20;
  private static final int COLLECTING = -1;

  /** The line number that stands for an unknown line in the format. */
  static final int UNKNOWN_LINE = -1;

  private final OutputStream out;
  private final int idSize;
  private final ByteBuffer buffer = ByteBuffer.allocate(CAPACITY);
  private final Map<String, Long> idByName = new HashMap<>();

  /**
   * Bytes of the long part that is being streamed; {@link #COLLECTING} while parts are collected.
   */
  private long streamedBytes = COLLECTING;

  /**
   * @param idSize bytes of an identifier, 4 or 8
   */
  HprofWriter(OutputStream out, int idSize) throws IOException {
    this.out = out;
    this.idSize = idSize;
    ByteBuffer header = ByteBuffer.allocate(64);
    header
        .put("JAVA PROFILE 1.0.2\0".getBytes(StandardCharsets.US_ASCII))
        .putInt(idSize)
        .putLong(0);
    write(header);
  }

  int idSize() {
    return idSize;
  }

  private void write(ByteBuffer bytes) throws IOException {
    out.write(bytes.array(), bytes.arrayOffset(), bytes.position());
  }

  private ByteBuffer record(int tag, int length) {
    return ByteBuffer.allocate(RECORD_HEADER + length).put((byte) tag).putInt(0).putInt(length);
  }

  private ByteBuffer putId(ByteBuffer bytes, long id) {
    return idSize == 8 ? bytes.putLong(id) : bytes.putInt((int) id);
  }

  /** Returns the id of a name; writes a new one. */
  long nameId(String name) throws IOException {
    Long known = idByName.get(name);
    if (known != null) {
      return known;
    }
    long id = idByName.size() + 1L;
    idByName.put(name, id);
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    write(putId(record(UTF8, idSize + bytes.length), id).put(bytes));
    return id;
  }

  void loadClass(int serial, long id, String name) throws IOException {
    long nameId = nameId(name);
    ByteBuffer bytes = putId(record(LOAD_CLASS, 8 + 2 * idSize).putInt(serial), id).putInt(1);
    write(putId(bytes, nameId));
  }

  /**
   * @param line {@link #UNKNOWN_LINE} if unknown
   */
  void stackFrame(long id, String method, String file, int classSerial, int line)
      throws IOException {
    long methodId = nameId(method);
    long signature = nameId("()");
    long fileId = file.isEmpty() ? 0 : nameId(file);
    ByteBuffer bytes = putId(putId(record(STACK_FRAME, 4 * idSize + 8), id), methodId);
    write(putId(putId(bytes, signature), fileId).putInt(classSerial).putInt(line));
  }

  /** Writes the stack of a thread: {@code frames} frames with consecutive ids. */
  void stackTrace(int serial, int thread, long firstFrame, int frames) throws IOException {
    ByteBuffer bytes =
        record(STACK_TRACE, 12 + frames * idSize).putInt(serial).putInt(thread).putInt(frames);
    for (int i = 0; i < frames; i++) {
      putId(bytes, firstFrame + i);
    }
    write(bytes);
  }

  /**
   * Starts a part of the heap dump.
   *
   * @param length its bytes without the byte of the kind
   */
  HprofWriter startPart(int kind, long length) throws IOException {
    if (streamedBytes != COLLECTING || buffer.position() + 1 + length > CAPACITY) {
      flush();
    }
    if (1 + length > CAPACITY) {
      ByteBuffer header =
          ByteBuffer.allocate(RECORD_HEADER).put((byte) HEAP_DUMP_SEGMENT).putInt(0);
      write(header.putInt((int) (1 + length)));
      streamedBytes = 1 + length;
    }
    return u1(kind);
  }

  private void flush() throws IOException {
    if (streamedBytes == COLLECTING && buffer.position() > 0) {
      write(
          ByteBuffer.allocate(RECORD_HEADER)
              .put((byte) HEAP_DUMP_SEGMENT)
              .putInt(0)
              .putInt(buffer.position()));
    }
    write(buffer);
    buffer.clear();
    streamedBytes = COLLECTING;
  }

  private ByteBuffer reserve(int bytes) throws IOException {
    if (streamedBytes != COLLECTING && buffer.remaining() < bytes) {
      write(buffer);
      buffer.clear();
    }
    return buffer;
  }

  HprofWriter u1(int value) throws IOException {
    reserve(1).put((byte) value);
    return this;
  }

  HprofWriter u2(int value) throws IOException {
    reserve(2).putShort((short) value);
    return this;
  }

  HprofWriter u4(int value) throws IOException {
    reserve(4).putInt(value);
    return this;
  }

  HprofWriter u8(long value) throws IOException {
    reserve(8).putLong(value);
    return this;
  }

  HprofWriter id(long value) throws IOException {
    return idSize == 8 ? u8(value) : u4((int) value);
  }

  /** Writes a number with the size of an id. */
  HprofWriter word(long value) throws IOException {
    return id(value);
  }

  /** Writes at most 64 KiB. */
  HprofWriter bytes(byte[] bytes, int length) throws IOException {
    reserve(length).put(bytes, 0, length);
    return this;
  }

  /** Ends the file. */
  void end() throws IOException {
    flush();
    write(record(HEAP_DUMP_END, 0));
  }
}
