package dev.godump.cli;

import static java.util.Objects.requireNonNull;

import dev.godump.format.FormatException;
import dev.godump.heap.paths.BoundedRegex;
import dev.godump.io.OutputClosedException;
import dev.godump.io.OutputFailedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns errors into one line on standard error and an exit code. */
public final class Errors implements IParameterExceptionHandler, IExecutionExceptionHandler {
  /** Part of the message of the error for a page of a mapped file that can't be read. */
  private static final String MAPPED_MEMORY_FAULT = "unsafe memory access";

  private static final String REPORT =
      "please report this with the command and the version of godump; --debug shows the stack trace";

  private final Streams streams;

  Errors(Streams streams) {
    this.streams = streams;
  }

  /** The exit codes. */
  static final class ExitCode {
    /** Success. */
    static final int OK = 0;

    /** A gate of the command line failed. */
    static final int GATE = 1;

    /** The command line is wrong. */
    static final int USAGE = 2;

    /** Input could not be read, or only in part, or the answer could not be written. */
    static final int INPUT = 3;

    /** godump itself failed; also the launcher's if Java can't start. */
    static final int FAILURE = 4;

    private ExitCode() {}
  }

  /**
   * Thrown for an operand or option that makes no sense or names something that the dump does not
   * have.
   */
  static final class OperandException extends IOException {
    private static final long serialVersionUID = 1;

    OperandException(String message) {
      super(message);
    }
  }

  /** Thrown when a file that an option names can't be read. */
  static final class UnreadableFileException extends IOException {
    private static final long serialVersionUID = 1;

    UnreadableFileException(String file, String why) {
      super(file + ": " + why);
    }
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    String message = message(e);
    String help = line.getCommandSpec().qualifiedName() + " --help";
    streams.say(message.endsWith("?") ? message : message + "; try: " + help);
    return ExitCode.USAGE;
  }

  private static String message(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      return message(unmatched);
    }
    return firstLine(messageOf(e))
        .replaceFirst("^Missing required [^:]*: '?(.*?)'?$", "missing $1")
        .replace("', '", " and ");
  }

  private static String message(UnmatchedArgumentException e) {
    CommandLine line = e.getCommandLine();
    List<String> words = e.getUnmatched();
    Optional<String> option =
        words.stream().filter(word -> word.startsWith("-") && word.length() > 1).findFirst();
    if (option.isPresent()) {
      String name = option.get().replaceFirst("=.*", "");
      return "unknown option '" + name + "'" + UnknownOption.hint(line, name);
    }
    String word = words.get(0);
    if (line.getSubcommands().isEmpty()) {
      return "unexpected argument '" + word + "'";
    }
    String noun = line.getParent() == null ? "command" : "format";
    return "unknown "
        + noun
        + " '"
        + word
        + "'"
        + DidYouMean.question(word, line.getSubcommands().keySet());
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
    return handle(e, line.getCommand() instanceof DumpCommand command ? command : null);
  }

  /**
   * Reports what a command threw, and returns the exit code.
   *
   * @param command null if it reads no dump
   */
  int handle(Throwable e, @Nullable DumpCommand command) {
    if (e instanceof OutputClosedException) {
      return ExitCode.OK;
    }
    if (command != null && command.debug()) {
      e.printStackTrace(new PrintWriter(streams.err(), true, StandardCharsets.UTF_8));
    }
    String file = command == null || command.dump().isEmpty() ? "" : command.dump() + ": ";
    if (e instanceof OutOfMemoryError) {
      return outOfMemory(streams);
    }
    if (e instanceof InternalError && messageOf(e).contains(MAPPED_MEMORY_FAULT)) {
      return mappedFileLost(command, file);
    }
    Throwable cause = e instanceof UncheckedIOException io ? requireNonNull(io.getCause()) : e;
    if (cause instanceof OperandException || cause instanceof BoundedRegex.LimitException) {
      streams.say(file + cause.getMessage());
      return ExitCode.USAGE;
    }
    if (cause instanceof FormatException format) {
      streams.say(file + "byte " + format.offset() + ": " + format.getMessage());
    } else if (cause instanceof AccessDeniedException denied
        && command != null
        && command.dump().equals(denied.getFile())) {
      streams.say(file + "permission denied");
    } else if (cause instanceof OutputFailedException || cause instanceof UnreadableFileException) {
      streams.say(messageOf(cause));
    } else if (cause instanceof IOException failure) {
      streams.say(file + reason(failure));
    } else {
      streams.fail(file + describe(cause) + "; " + REPORT);
      return ExitCode.FAILURE;
    }
    return ExitCode.INPUT;
  }

  /** Returns an error with the method of godump that it comes from. */
  private static String describe(Throwable e) {
    return Arrays.stream(e.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith("dev.godump."))
        .findFirst()
        .map(
            frame ->
                "%s at %s.%s:%d"
                    .formatted(
                        firstLine(e.toString()),
                        frame.getClassName(),
                        frame.getMethodName(),
                        frame.getLineNumber()))
        .orElse(firstLine(e.toString()));
  }

  private static int outOfMemory(Streams streams) {
    long megabytes = Runtime.getRuntime().maxMemory() >>> 20;
    streams.say(
        megabytes
            + " MiB of Java heap is too little for this dump; use --off-heap, or GODUMP_JAVA_OPTS=-Xmx"
            + 2 * megabytes
            + "m");
    return ExitCode.INPUT;
  }

  /**
   * Reports the error that the JVM throws when a page of a mapped file can't be read or written.
   */
  private int mappedFileLost(@Nullable DumpCommand command, String file) {
    Optional<String> cut = command == null ? Optional.empty() : command.cutWhileRead();
    streams.say(
        cut.map(why -> file + why)
            .orElse(
                file
                    + "the executable, the index or a temporary file in "
                    + System.getProperty("java.io.tmpdir")
                    + " was cut while it was in use, or the disk is full"));
    return ExitCode.INPUT;
  }

  /**
   * Returns the reason for an error as one line. Some of Java's exceptions have only the file as
   * their message.
   */
  static String reason(IOException e) {
    if (e instanceof AccessDeniedException denied) {
      return denied.getFile() + ": permission denied";
    } else if (e instanceof FileAlreadyExistsException exists) {
      return exists.getFile() + " is a file, not a directory";
    } else if (e instanceof NoSuchFileException none) {
      return none.getFile() + ": no such file";
    }
    return firstLine(messageOf(e));
  }

  /** Returns the message of an error, or {@code "null"} if it has none. */
  static String messageOf(Throwable e) {
    return String.valueOf(e.getMessage());
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }
}
