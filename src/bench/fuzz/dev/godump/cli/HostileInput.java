package dev.godump.cli;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The files of one run of the fuzz job. Half of the seeds give a {@link HostileDump}; the others a
 * real dump, its executable or its index with random damage.
 *
 * @param operands options and operands that name the files
 */
record HostileInput(String operands) {
  private static final Path DATA = Path.of("testdata");

  /** Larger dumps take too long for a short run. */
  private static final long MAX_PACKED = 100_000;

  static HostileInput of(long seed, Path directory) throws IOException {
    Random random = new Random(seed);
    Path dump = directory.resolve("heap.dump");
    return switch ((int) (seed % 8)) {
      case 1, 5 -> realDump(random, dump);
      case 3 -> executable(random, dump);
      case 7 -> index(random, dump);
      default -> {
        Files.write(dump, HostileDump.of(seed));
        yield new HostileInput("--no-index " + dump);
      }
    };
  }

  private static HostileInput realDump(Random random, Path dump) throws IOException {
    Files.write(dump, damaged(random, unpacked(pick(random, dumps()))));
    return new HostileInput("--no-index " + dump);
  }

  private static HostileInput executable(Random random, Path dump) throws IOException {
    List<Path> programs = files(".program.zst");
    programs.removeIf(program -> !Files.exists(dumpOf(program)));
    Path program = pick(random, programs);
    Files.write(dump, unpacked(dumpOf(program)));
    Path file = dump.resolveSibling("program");
    try (InputStream in = new ZstdInputStream(Files.newInputStream(program))) {
      Files.write(file, damaged(random, in.readAllBytes()));
    }
    return new HostileInput("--no-index --exe " + file + " " + dump);
  }

  /** Programs that are only read from core files, or run, have none. */
  private static Path dumpOf(Path program) {
    String name = program.getFileName().toString().replace(".program.zst", ".dump.gz");
    return program.resolveSibling(name);
  }

  private static HostileInput index(Random random, Path dump) throws IOException {
    Files.write(dump, unpacked(pick(random, dumps())));
    Path indexes = dump.resolveSibling("indexes");
    CommandLineRun.of("index", "--index-dir", indexes.toString(), dump.toString());
    if (Files.exists(indexes)) {
      for (Path part : regularFiles(indexes)) {
        Files.write(part, damaged(random, Files.readAllBytes(part)));
      }
    }
    return new HostileInput("--index-dir " + indexes + " " + dump);
  }

  /** Changes some bytes to values at limits, cuts the file, or writes a part of it elsewhere. */
  private static byte[] damaged(Random random, byte[] whole) {
    byte[] bytes = random.nextInt(8) == 0 ? cut(random, whole) : whole.clone();
    for (int i = 1 + random.nextInt(12); i > 0 && bytes.length > 16; i--) {
      // headers and directories are at the start or the end
      int near = random.nextBoolean() ? bytes.length : Math.min(bytes.length, 4096);
      int at =
          random.nextInt(4) == 0 ? bytes.length - 1 - random.nextInt(16) : random.nextInt(near);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0x80);
        case 2 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        default -> {
          int length = Math.min(random.nextInt(64), bytes.length - at);
          System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), bytes, at, length);
        }
      }
    }
    return bytes;
  }

  private static byte[] cut(Random random, byte[] whole) {
    return java.util.Arrays.copyOf(whole, random.nextInt(whole.length + 1));
  }

  private static Path pick(Random random, List<Path> files) {
    return files.get(random.nextInt(files.size()));
  }

  private static List<Path> dumps() throws IOException {
    return files(".dump.gz");
  }

  private static List<Path> files(String suffix) throws IOException {
    try (Stream<Path> all = Files.walk(DATA)) {
      return all.filter(file -> file.toString().endsWith(suffix))
          .filter(file -> !suffix.endsWith("gz") || file.toFile().length() < MAX_PACKED)
          .sorted()
          .collect(Collectors.toCollection(ArrayList::new));
    }
  }

  private static List<Path> regularFiles(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static byte[] unpacked(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return in.readAllBytes();
    }
  }
}
