package dev.godump.core;

import dev.godump.core.live.ProcessImage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The notes of a core file: the registers of threads (NT_PRSTATUS, include/linux/elfcore.h, of
 * amd64), the auxiliary vector (NT_AUXV) and mapped files (NT_FILE). A damaged note is left out.
 */
final class CoreNotes {
  private static final int PRSTATUS = 1;
  private static final int AUXV = 6;
  private static final int FILE = 0x46494c45;

  /** Offsets in struct elf_prstatus of amd64; registers are those of user_regs_struct. */
  private static final int PID = 32;

  private static final int RIP = 112 + 16 * 8;
  private static final int RSP = 112 + 19 * 8;
  private static final int PRSTATUS_LENGTH = 336;

  private static final int AT_ENTRY = 9;

  private final List<StoppedThread> threads = new ArrayList<>();
  private final List<MappedFile> files = new ArrayList<>();
  private long entry;

  /** Registers of a thread of the operating system, by its number. */
  record StoppedThread(long id, long pc, long sp) {}

  /** A mapping of a file. */
  record MappedFile(long start, long end, String name) {}

  /** Returns what a core file of a running process would have. */
  static CoreNotes of(ProcessImage image) {
    CoreNotes notes = new CoreNotes();
    image.threads().forEach(t -> notes.threads.add(new StoppedThread(t.id(), t.pc(), t.sp())));
    image.files().forEach(f -> notes.files.add(new MappedFile(f.start(), f.end(), f.name())));
    notes.entry = image.entry();
    return notes;
  }

  /** Threads; the one that received the signal first. */
  List<StoppedThread> threads() {
    return threads;
  }

  /** The address where the program started, or 0 if it is not known. */
  long entry() {
    return entry;
  }

  /** Returns the path of the program: the file at its entry, or else the first one mapped. */
  Optional<String> program() {
    return files.stream()
        .filter(f -> entry == 0 || (f.start <= entry && entry < f.end))
        .map(MappedFile::name)
        .findFirst();
  }

  /** Reads a segment of notes: name length, length, type, then both, padded to 4 bytes. */
  void read(ByteBuffer notes) {
    int at = 0;
    while (at <= notes.limit() - 12) {
      long name = notes.getInt(at) & 0xffffffffL;
      long length = notes.getInt(at + 4) & 0xffffffffL;
      int type = notes.getInt(at + 8);
      long start = at + 12 + (name + 3 & ~3L);
      long end = start + (length + 3 & ~3L);
      if (end > notes.limit()) {
        return;
      }
      ByteBuffer body = notes.slice((int) start, (int) length).order(notes.order());
      switch (type) {
        case PRSTATUS -> readThread(body);
        case AUXV -> readAuxiliary(body);
        case FILE -> readFiles(body);
        default -> {
          // floating point registers and others
        }
      }
      at = (int) end;
    }
  }

  private void readThread(ByteBuffer body) {
    if (body.limit() >= PRSTATUS_LENGTH) {
      threads.add(
          new StoppedThread(body.getInt(PID) & 0xffffffffL, body.getLong(RIP), body.getLong(RSP)));
    }
  }

  private void readAuxiliary(ByteBuffer body) {
    for (int at = 0; at <= body.limit() - 16; at += 16) {
      if (body.getLong(at) == AT_ENTRY) {
        entry = body.getLong(at + 8);
      }
    }
  }

  /** Reads a count, the page size, start, end and offset of each mapping, and then the names. */
  private void readFiles(ByteBuffer body) {
    long count = body.limit() < 16 ? 0 : body.getLong(0);
    if (count < 0 || count > (body.limit() - 16) / 24) {
      return;
    }
    int name = 16 + 24 * (int) count;
    for (int i = 0; i < count; i++) {
      int end = name;
      while (end < body.limit() && body.get(end) != 0) {
        end++;
      }
      byte[] text = new byte[end - name];
      body.get(name, text);
      int at = 16 + 24 * i;
      files.add(
          new MappedFile(
              body.getLong(at), body.getLong(at + 8), new String(text, StandardCharsets.UTF_8)));
      name = Math.min(end + 1, body.limit());
    }
  }
}
