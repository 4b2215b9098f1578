package dev.godump.binary.runtime;

import dev.godump.binary.file.Executable;
import dev.godump.binary.file.LoadedWords;
import dev.godump.binary.file.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the stack objects of a function: the number of records, a word, and the records
 * (runtime/stack.go stackObjectRecord). Up to Go 1.16 a record is an offset and a type, two words;
 * then it has numbers of 4 bytes and leads to the pointer mask itself.
 */
final class StackObjectTable {
  /** More than any function has. */
  private static final long MAX_OBJECTS = 1 << 16;

  /** The largest variable on the stack, in bytes (cmd/compile/internal/ir MaxStackVarSize). */
  private static final long MAX_SIZE = 10 << 20;

  /** The bit of a type's kind that says that it has a GC program, up to Go 1.23. */
  private static final int KIND_GC_PROGRAM = 1 << 6;

  private static final List<Layout> LAYOUTS =
      List.of(
          new Layout(0, Layout.NO_FUNCDATA, Form.TYPE),
          new Layout(14, 3, Form.TYPE),
          new Layout(16, 2, Form.TYPE),
          new Layout(17, 2, Form.MASK_ADDRESS),
          new Layout(18, 2, Form.MASK_OFFSET));

  /** How a record leads to the pointer words. */
  private enum Form {
    /** By the address of a type descriptor. */
    TYPE,
    /** By the address of a mask or GC program. */
    MASK_ADDRESS,
    /** By its offset from the module's read-only data. */
    MASK_OFFSET
  }

  /**
   * The layout of a release.
   *
   * @param funcdata index of the funcdata with the records
   */
  private record Layout(int since, int funcdata, Form form) implements ReleaseRow {
    /** An index that no function has. */
    static final int NO_FUNCDATA = Integer.MAX_VALUE;
  }

  private final Executable program;
  private final ModuleData module;
  private final Layout layout;
  private final int wordSize;

  /**
   * @param minor the minor version of the Go release that built the program
   */
  StackObjectTable(Executable program, ModuleData module, int minor) {
    this.program = program;
    this.module = module;
    this.layout = ReleaseRow.of(LAYOUTS, minor);
    this.wordSize = program.pointerSize();
  }

  /** Index of the funcdata with a function's stack objects. */
  int funcdataIndex() {
    return layout.funcdata;
  }

  /** Reads the table at an address; what is damaged is left out. */
  List<StackObject> at(long table) {
    long count =
        LoadedWords.read(program, table, wordSize).map(words -> words.word(0, wordSize)).orElse(0L);
    List<StackObject> objects = new ArrayList<>();
    if (count < 0 || count > MAX_OBJECTS) {
      return objects;
    }
    int length = recordLength();
    for (int i = 0; i < count; i++) {
      LoadedWords.read(program, table + wordSize + (long) i * length, length)
          .flatMap(this::object)
          .ifPresent(objects::add);
    }
    return objects;
  }

  private int recordLength() {
    return switch (layout.form) {
      case TYPE -> 2 * wordSize;
      case MASK_ADDRESS -> wordSize == 8 ? 24 : 16;
      case MASK_OFFSET -> 16;
    };
  }

  private Optional<StackObject> object(Words record) {
    int offset = (int) record.word(0, 4);
    if (layout.form == Form.TYPE) {
      return typed((int) record.word(program.bigEndian() ? wordSize - 4 : 0, 4), record);
    }
    long size = record.u32(4);
    int pointerBytes = (int) record.u32(8);
    long mask =
        layout.form == Form.MASK_OFFSET
            ? module.rodata() + record.u32(12)
            : record.word(wordSize == 8 ? 16 : 12, wordSize);
    return object(offset, size, Math.abs((long) pointerBytes), mask, pointerBytes < 0);
  }

  /** By a type descriptor: size, bytes with pointers, 8 bytes, 4 of flags, then two words. */
  private Optional<StackObject> typed(int offset, Words record) {
    long type = record.word(wordSize, wordSize);
    return LoadedWords.read(program, type, 4 * wordSize + 8)
        .flatMap(
            words -> {
              int kind = words.u8(2 * wordSize + 7);
              return object(
                  offset,
                  words.word(0, wordSize),
                  words.word(wordSize, wordSize),
                  words.word(3 * wordSize + 8, wordSize),
                  (kind & KIND_GC_PROGRAM) != 0);
            });
  }

  private Optional<StackObject> object(
      int offset, long size, long pointerBytes, long mask, boolean isGcProgram) {
    if (size <= 0 || size > MAX_SIZE || pointerBytes < 0 || pointerBytes > size) {
      return Optional.empty();
    }
    int words = (int) (pointerBytes / wordSize);
    return (isGcProgram
            ? PointerMask.ofProgram(program, mask, words)
            : PointerMask.at(program, mask, words))
        .map(
            bits ->
                new StackObject(
                    offset, size, bits.stream().mapToLong(bit -> (long) bit * wordSize).toArray()));
  }
}
