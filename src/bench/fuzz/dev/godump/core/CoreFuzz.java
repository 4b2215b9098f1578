package dev.godump.core;

import dev.godump.binary.file.Executable;
import dev.godump.core.CoreFile.Segment;
import dev.godump.io.Source;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongList;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Reads a core file of each release without each of its pages in turn, cut at each page, and with
 * random bytes in headers, notes and the runtime's structures. Each must give records or one error,
 * in time and in bounds.
 *
 * <p>Usage: {@code CoreFuzz FIRST_SEED [RELEASE...]}. Prints what failed.
 */
public final class CoreFuzz {
  private static final int PAGE = 1 << 12;
  private static final long MAX_OUTPUT = 1L << 30;
  private static final long MAX_NANOSECONDS = Duration.ofSeconds(20).toNanos();

  private final String release;
  private final List<String> failures = new ArrayList<>();
  private int tried;
  private int read;

  CoreFuzz(String release) {
    this.release = release;
  }

  public static void main(String[] args) throws IOException {
    List<String> releases =
        args.length > 1
            ? Arrays.asList(args).subList(1, args.length)
            : LayoutRows.ALL.releases().stream().map(minor -> "go1." + minor).toList();
    boolean failed = false;
    for (String release : releases) {
      CoreFuzz fuzz = new CoreFuzz(release);
      fuzz.missingPages(1);
      fuzz.cuts(1);
      if (System.getProperty("quick") == null) fuzz.damage(Long.parseLong(args[0]), 500);
      fuzz.damageStructures(Long.parseLong(args[0]), 3000);
      if (System.getProperty("quick") == null) fuzz.damageWords(Long.parseLong(args[0]), 5000);
      System.out.println(release + ": " + fuzz.read + " of " + fuzz.tried + " gave records");
      fuzz.failures.forEach(System.err::println);
      failed |= !fuzz.failures.isEmpty();
    }
    System.exit(failed ? 1 : 0);
  }

  /** Returns what failed. */
  List<String> failures() {
    return failures;
  }

  /** Returns how many of the core files gave records. */
  int read() {
    return read;
  }

  /** Leaves out every n-th page, one at a time. */
  void missingPages(int step) throws IOException {
    try (Source source = new RealCore(release).open();
        Executable program = new RealCore(release).program()) {
      CoreFile core = CoreFile.read(source);
      int page = 0;
      for (Segment segment : core.segments()) {
        for (long at = 0; at < segment.length(); at += PAGE, page++) {
          if (page % step == 0) {
            long missing = segment.address() + at;
            attempt(
                "without the page at 0x" + Long.toHexString(missing),
                without(core, missing),
                program);
          }
        }
      }
    }
  }

  private static CoreFile without(CoreFile core, long page) {
    List<Segment> segments = new ArrayList<>();
    for (Segment s : core.segments()) {
      long before = page - s.address();
      if (before < 0 || before >= s.length()) {
        segments.add(s);
      } else {
        segments.add(new Segment(s.address(), s.offset(), before));
        long after = Math.min(s.length(), before + PAGE);
        segments.add(new Segment(s.address() + after, s.offset() + after, s.length() - after));
      }
    }
    segments.removeIf(s -> s.length() == 0);
    return new CoreFile(core.source(), core.machine(), segments, core.notes(), PAGE, true);
  }

  /** Cuts the file at every n-th page. */
  void cuts(int step) throws IOException {
    try (Source source = new RealCore(release).open();
        Executable program = new RealCore(release).program()) {
      for (long length = 0; length < source.size(); length += (long) PAGE * step) {
        attempt("cut to " + length + " bytes", new CutSource(source, length), program);
      }
    }
  }

  /** Changes bytes: in headers and notes, in the program's variables, and everywhere. */
  void damage(long firstSeed, int count) throws IOException {
    try (Source source = new RealCore(release).open();
        Executable program = new RealCore(release).program()) {
      for (long seed = firstSeed; seed < firstSeed + count; seed++) {
        Random random = new Random(seed);
        long[] ends = {1 << 13, 1 << 15, 1 << 18, source.size()};
        long end = Math.min(source.size(), ends[random.nextInt(ends.length)]);
        int bytes = 1 << random.nextInt(12);
        attempt("seed " + seed, new DamagedSource(source, seed, end, bytes), program);
      }
    }
  }

  /** Changes words in one segment: in the heap, or in what the runtime keeps beside it. */
  void damageWords(long firstSeed, int count) throws IOException {
    try (Source source = new RealCore(release).open();
        Executable program = new RealCore(release).program()) {
      List<Segment> segments = CoreFile.read(source).segments();
      for (long seed = firstSeed; seed < firstSeed + count; seed++) {
        Random random = new Random(seed);
        Segment segment = segments.get(random.nextInt(segments.size()));
        long length = Math.min(segment.length(), 1L << (12 + random.nextInt(8)));
        long start = segment.offset() + random.nextLong(segment.length() / PAGE) * PAGE;
        long end = Math.min(start + length, segment.offset() + segment.length());
        int words = 1 << random.nextInt(12);
        attempt(
            "seed " + seed + ", words of 0x" + Long.toHexString(segment.address()),
            DamagedSource.ofWords(source, seed, start, end, words),
            program);
      }
    }
  }

  /** Changes words in the structures of some spans and goroutines. */
  void damageStructures(long firstSeed, int count) throws IOException {
    try (Source source = new RealCore(release).open();
        Executable program = new RealCore(release).program()) {
      CoreFile core = CoreFile.read(source);
      GoProcess process = GoProcess.of(core, program);
      LongList spans = HeapSpans.of(process).addresses();
      LongList goroutines = new LongArrayList();
      new RuntimeVariables(process)
          .allGoroutines()
          .ifPresent(list -> goroutines.addAll(new Goroutines(process).addresses(list)));
      for (long seed = firstSeed; seed < firstSeed + count; seed++) {
        Random random = new Random(seed);
        Source damaged = source;
        for (int i = 1 << random.nextInt(7); i > 0; i--) {
          boolean ofSpan = random.nextInt(3) > 0;
          LongList some = ofSpan ? spans : goroutines;
          long at = position(core, some.getLong(random.nextInt(some.size())));
          int size = process.layout().size(ofSpan ? "mspan" : "g");
          damaged = DamagedSource.ofWords(damaged, random.nextLong(), at, at + size, 1);
        }
        attempt("structures, seed " + seed, damaged, program);
      }
    }
  }

  private static long position(CoreFile core, long address) {
    return core.segments().stream()
        .filter(s -> s.address() <= address && address < s.address() + s.length())
        .mapToLong(s -> s.offset() + address - s.address())
        .findFirst()
        .orElseThrow();
  }

  private void attempt(String what, Source core, Executable program) {
    attempt(what, () -> CoreFile.read(core), program);
  }

  private void attempt(String what, CoreFile core, Executable program) {
    attempt(what, () -> core, program);
  }

  private interface Opening {
    CoreFile open() throws IOException;
  }

  private void attempt(String what, Opening core, Executable program) {
    long start = System.nanoTime();
    tried++;
    try {
      ProcessDump.write(core.open(), program, new CountedOutput(MAX_OUTPUT));
      read++;
    } catch (CoreException e) {
      // one line
    } catch (Exception | Error e) {
      failures.add(
          release
              + " "
              + what
              + ": "
              + e
              + " at "
              + Arrays.stream(e.getStackTrace()).limit(4).toList());
    }
    long time = System.nanoTime() - start;
    if (time > MAX_NANOSECONDS) {
      failures.add(release + " " + what + ": takes " + time / 1_000_000_000 + " s");
    }
  }
}
