package dev.godump.cli;

import dev.godump.dump.DumpWriter;
import dev.godump.dump.Machine;
import dev.godump.dump.Memory;
import dev.godump.format.DumpRecord;
import dev.godump.format.MemStats;
import dev.godump.format.RecordKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Makes a dump of random records from a seed: whole, with numbers at the limits of their types,
 * pointers into each other, and names that are long, nested or meant for a terminal or spreadsheet.
 * Some dumps are damaged afterwards.
 */
final class HostileDump {
  private static final List<String> VERSIONS =
      List.of("", "go1.17", "go1.19.8", "go1.22.12 X:noallocheaders", "go1.24.4", "go1.27.0", "=1");
  private static final List<String> NAME_PARTS =
      List.of(
          "main.",
          "[]",
          "*",
          "(",
          ")",
          "map[string]",
          "a/",
          "/b.go:1",
          "\u001b[2J",
          "=cmd|",
          "\r",
          "bucket<",
          ">",
          "struct { ",
          "}",
          "[go.shape.",
          "]",
          "\u202e",
          "\ud83d\ude00",
          ".",
          ",",
          "closure",
          "chan ",
          "string",
          "x");
  private static final List<Machine> MACHINES =
      List.of(Machine.AMD64, Machine.AMD64, Machine.I386, Machine.S390X, Machine.MIPS);

  private final Random random;
  private final DumpWriter dump;
  private final List<Long> addresses = new ArrayList<>(List.of(0L, 0x500000L, 0x600000L));
  private long next = 0xc000000000L;

  private HostileDump(long seed) {
    random = new Random(seed);
    Machine machine = pick(MACHINES);
    next = machine.pointerSize() == 8 ? next : 0x8400000L;
    dump = DumpWriter.go(pick(VERSIONS), machine);
  }

  /** Returns the bytes of the dump of a seed, the same in every process. */
  static byte[] of(long seed) {
    return new HostileDump(seed).write();
  }

  private byte[] write() {
    int records = 1 + random.nextInt(random.nextInt(20) == 0 ? 2000 : 60);
    for (int i = 0; i < records; i++) {
      record();
    }
    return damaged(random.nextInt(5) == 0 ? dump.unfinished() : dump.finish());
  }

  private void record() {
    switch (random.nextInt(18)) {
      case 0 -> dump.type(new DumpRecord.Type(address(), number(), name(), true));
      case 1 -> dump.itab(address(), address());
      case 2 -> dump.goroutine(goroutine());
      case 3 -> dump.frame(name(), memory(8 * random.nextInt(8)));
      case 4 ->
          dump.defer(
              new DumpRecord.Defer(
                  address(), address(), number(), number(), address(), number(), address()));
      case 5 ->
          dump.panic(
              new DumpRecord.Panic(address(), address(), address(), address(), 0, address()));
      case 6 -> dump.thread(new DumpRecord.OsThread(address(), number(), number()));
      case 7 -> dump.data(address(), memory(8 * random.nextInt(16)));
      case 8 -> dump.bss(address(), memory(8 * random.nextInt(16)));
      case 9 -> dump.finalizer(address(), address());
      case 10 -> dump.queuedFinalizer(address(), address());
      case 11 -> dump.otherRoot(name(), address());
      case 12 -> dump.memStats(random.longs(MemStats.COUNT).map(any -> number()).toArray());
      case 13 -> dump.memProf(memProf());
      case 14 -> dump.allocSample(address(), number());
      case 15 -> lyingObject();
      default -> object();
    }
  }

  private void object() {
    long size = 8L * (1 + random.nextInt(random.nextInt(30) == 0 ? 5000 : 16));
    long address = random.nextInt(10) == 0 ? address() : next;
    next = address + size * (1 + random.nextInt(3) / 2);
    addresses.add(address);
    dump.object(address, memory((int) size));
  }

  /** Writes an object with a length that the file doesn't have. */
  private void lyingObject() {
    long size = number() << 32;
    dump.tag(RecordKind.OBJECT).uvarint(next).uvarint(size);
    if (random.nextBoolean()) {
      dump.uvarint(1).uvarint(number());
    }
    dump.uvarint(0);
  }

  private DumpRecord.Goroutine goroutine() {
    return new DumpRecord.Goroutine(
        address(),
        number(),
        number(),
        number(),
        random.nextInt(12),
        random.nextBoolean(),
        false,
        number(),
        name(),
        address(),
        address(),
        address(),
        address());
  }

  private DumpRecord.MemProf memProf() {
    List<DumpRecord.StackEntry> stack = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      stack.add(new DumpRecord.StackEntry(name(), name(), number()));
    }
    return new DumpRecord.MemProf(number(), number(), stack, number(), number());
  }

  private Memory memory(int size) {
    Memory memory = dump.memory(size);
    for (int offset = 0; offset + 8 <= size && offset < 1000; offset += 8) {
      switch (random.nextInt(4)) {
        case 0 -> memory.pointer(offset, address() + random.nextInt(3) * 8L);
        case 1 -> memory.word(offset, number());
        default -> {
          // stays zero
        }
      }
    }
    return random.nextInt(20) == 0 ? memory.pointerBeyond(number() & Long.MAX_VALUE) : memory;
  }

  private long address() {
    return random.nextInt(12) == 0 ? number() : pick(addresses);
  }

  /** Returns a number, mostly near a power of two. */
  private long number() {
    long power = 1L << random.nextInt(Long.SIZE);
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(100);
      case 1 -> power;
      case 2 -> power - 1;
      default -> random.nextLong() >>> random.nextInt(Long.SIZE);
    };
  }

  private String name() {
    StringBuilder name = new StringBuilder();
    if (random.nextInt(40) == 0) {
      return pick(NAME_PARTS).repeat(1 + random.nextInt(20_000));
    }
    for (int i = random.nextInt(8); i > 0; i--) {
      name.append(pick(NAME_PARTS));
    }
    return name.toString();
  }

  private byte[] damaged(byte[] bytes) {
    if (random.nextInt(4) == 0) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    for (int flips = random.nextInt(3) == 0 ? 1 + random.nextInt(8) : 0; flips > 0; flips--) {
      // the first line stays, so that the rest is read
      bytes[16 + random.nextInt(bytes.length - 16)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
