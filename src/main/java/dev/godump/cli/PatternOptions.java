package dev.godump.cli;

import dev.godump.cli.Errors.OperandException;
import dev.godump.cli.Errors.UnreadableFileException;
import dev.godump.io.BytePattern;
import dev.godump.io.PatternSearch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options for bytes to find. No message shows the bytes, since they can be secrets. */
final class PatternOptions {
  /** Most bytes to show on either side of a match. */
  static final long MAX_CONTEXT = 1 << 16;

  private static final String STANDARD_INPUT = "-";

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      description = "A text to find, as UTF-8; - reads it from standard input.")
  private List<String> texts = List.of();

  @Option(
      names = "--hex",
      paramLabel = "DIGITS",
      description =
          "Bytes to find, in hexadecimal: 'de ad be ef' or deadbeef; - reads the digits from standard input.")
  private List<String> hexes = List.of();

  @Option(
      names = "--pattern-file",
      paramLabel = "FILE",
      description =
          "A file with the bytes to find, less a line break at its end. All three options can be repeated and combined.")
  private List<String> files = List.of();

  /**
   * Returns all patterns: the operand, texts, hexadecimal bytes, and files, in this order.
   *
   * @param operand a text
   * @param inputIsDump whether standard input is the dump
   */
  List<BytePattern> patterns(Optional<String> operand, boolean inputIsDump, Streams streams)
      throws IOException {
    List<String> allTexts = new ArrayList<>(operand.stream().toList());
    allTexts.addAll(texts);
    long fromInput =
        allTexts.stream().filter(STANDARD_INPUT::equals).count()
            + hexes.stream().filter(STANDARD_INPUT::equals).count()
            + files.stream().filter(STANDARD_INPUT::equals).count();
    if (fromInput + (inputIsDump ? 1 : 0) > 1) {
      throw new OperandException("standard input can be read once only: - is given twice");
    }
    List<BytePattern> patterns = new ArrayList<>();
    for (String text : allTexts) {
      patterns.add(pattern(text.equals(STANDARD_INPUT) ? input(streams) : utf8(text)));
    }
    for (String hex : hexes) {
      boolean input = hex.equals(STANDARD_INPUT);
      patterns.add(
          pattern(hex(input ? new String(input(streams), StandardCharsets.ISO_8859_1) : hex)));
    }
    for (String file : files) {
      patterns.add(pattern(file.equals(STANDARD_INPUT) ? input(streams) : contents(file)));
    }
    if (patterns.isEmpty()) {
      throw new OperandException(
          "nothing to find: give a text before the dump, or --text, --hex or --pattern-file");
    }
    if (patterns.size() > PatternSearch.MAX_PATTERNS) {
      throw new OperandException("more than " + PatternSearch.MAX_PATTERNS + " patterns");
    }
    return patterns;
  }

  private static BytePattern pattern(byte[] bytes) throws OperandException {
    if (bytes.length == 0) {
      throw new OperandException("a pattern is empty");
    }
    if (bytes.length > BytePattern.MAX_LENGTH) {
      throw new OperandException(
          "a pattern has more than " + (BytePattern.MAX_LENGTH >>> 20) + " MiB");
    }
    return new BytePattern(bytes);
  }

  private static byte[] utf8(String text) throws OperandException {
    if (text.indexOf('\ufffd') >= 0) {
      throw new OperandException(
          "a text is not valid in this locale: give the bytes with --hex or --pattern-file");
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] hex(String digits) throws OperandException {
    try {
      return HexFormat.of().parseHex(digits.replaceFirst("^\\s*0[xX]", "").replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new OperandException("--hex takes pairs of hexadecimal digits, such as 'de ad be ef'");
    }
  }

  private static byte[] input(Streams streams) throws IOException {
    return withoutLineBreak(read(streams.in()));
  }

  private static byte[] contents(String file) throws IOException {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      return withoutLineBreak(read(in));
    } catch (InvalidPathException e) {
      throw new UnreadableFileException(file, "not a file name");
    } catch (IOException e) {
      throw new UnreadableFileException(file, Errors.reason(e));
    }
  }

  /** Reads no more than a line break and a byte beyond the longest pattern. */
  private static byte[] read(InputStream in) throws IOException {
    return in.readNBytes(BytePattern.MAX_LENGTH + 3);
  }

  private static byte[] withoutLineBreak(byte[] bytes) {
    int length = bytes.length;
    if (length > 0 && bytes[length - 1] == '\n') {
      length -= length > 1 && bytes[length - 2] == '\r' ? 2 : 1;
    }
    return Arrays.copyOf(bytes, length);
  }
}
