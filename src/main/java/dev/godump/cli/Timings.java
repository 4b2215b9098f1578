package dev.godump.cli;

import com.sun.management.OperatingSystemMXBean;
import dev.godump.io.Parallel;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Measures where a command spends its time, by method. A thread samples the stack of the command's
 * thread every few milliseconds and adds the time since the last sample to godump's methods on the
 * stack. So the phases of a command need no code of their own. Times of a phase with fewer than ten
 * samples are inaccurate. CPU time is that of all threads.
 */
final class Timings {
  private static final int PERIOD_MILLIS = 2;
  private static final int MAX_DEPTH = 5;

  /** Methods with a smaller share of all wall time are not shown. */
  private static final double MIN_SHARE = 0.01;

  /**
   * A method with at least this share of its caller's time is not shown if the caller is in the
   * same class.
   */
  private static final double NEARLY_ALL = 0.8;

  private static final String GODUMP = "dev.godump.";

  /**
   * Runs a command and, if the command line says {@code --timings}, prints the times to standard
   * error when it has ended.
   */
  static final class Strategy implements IExecutionStrategy {
    @Override
    public int execute(ParseResult parsed) {
      ParseResult last = parsed;
      while (last.hasSubcommand()) {
        last = last.subcommand();
      }
      if (!last.unmatched().isEmpty()) {
        // picocli ignores unknown words if there is --help among them
        throw new UnmatchedArgumentException(last.commandSpec().commandLine(), last.unmatched());
      }
      IExecutionStrategy strategy = Strategy::run;
      if (!(last.commandSpec().userObject() instanceof DumpCommand command) || !command.timings()) {
        return strategy.execute(parsed);
      }
      Timings timings = new Timings();
      try {
        return strategy.execute(parsed);
      } finally {
        timings.stop(command.streams().err());
      }
    }

    /** Runs a command or prints its help, and passes errors of printing on to the handler. */
    private static int run(ParseResult parsed) {
      try {
        return new RunLast().execute(parsed);
      } catch (ParameterException | ExecutionException e) {
        throw e;
      } catch (RuntimeException e) {
        throw new ExecutionException(parsed.commandSpec().commandLine(), "no help", e);
      }
    }
  }

  private static final class Method {
    private final Map<String, Method> callees = new LinkedHashMap<>();
    private long wallNanos;
    private long cpuNanos;
  }

  private final Thread commandThread = Thread.currentThread();
  private final Thread sampler = Parallel.daemon("godump-timings", this::sampleUntilClosed);
  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final Method all = new Method();
  private final Method start = new Method();
  private long lastNanoTime = System.nanoTime();
  private long lastCpuTime = system.getProcessCpuTime();
  private volatile boolean closed;

  /** Starts to sample the calling thread. */
  private Timings() {
    start.wallNanos =
        TimeUnit.MILLISECONDS.toNanos(ManagementFactory.getRuntimeMXBean().getUptime());
    start.cpuNanos = lastCpuTime;
    sampler.start();
  }

  private void sampleUntilClosed() {
    while (!closed) {
      try {
        TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
      sample();
    }
  }

  private void sample() {
    StackTraceElement[] stack = commandThread.getStackTrace();
    long nanoNow = System.nanoTime();
    long cpuNow = system.getProcessCpuTime();
    Method method = all;
    add(method, nanoNow - lastNanoTime, cpuNow - lastCpuTime);
    String last = "";
    int depth = 0;
    for (int i = stack.length - 1; i >= 0 && depth < MAX_DEPTH; i--) {
      String name = methodName(stack[i]);
      if (!name.isEmpty() && !name.equals(last)) {
        method = method.callees.computeIfAbsent(name, n -> new Method());
        add(method, nanoNow - lastNanoTime, cpuNow - lastCpuTime);
        last = name;
        depth++;
      }
    }
    lastNanoTime = nanoNow;
    lastCpuTime = cpuNow;
  }

  private static void add(Method method, long wallNanos, long cpuNanos) {
    method.wallNanos += wallNanos;
    method.cpuNanos += cpuNanos;
  }

  /**
   * Returns class and method, or an empty string for methods of other libraries, lambdas, and the
   * command line.
   */
  private static String methodName(StackTraceElement frame) {
    String type = frame.getClassName();
    String method = frame.getMethodName();
    boolean ours = type.startsWith(GODUMP) && !type.startsWith(GODUMP + "cli.");
    if (!ours || type.contains("$$") || method.startsWith("lambda$")) {
      return "";
    }
    return type.substring(type.lastIndexOf('.') + 1).replace('$', '.') + "." + method;
  }

  private void stop(OutputStream to) {
    closed = true;
    try {
      sampler.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    PrintStream out = new PrintStream(to, true, StandardCharsets.UTF_8);
    out.println("  WALL s   CPU s  WHERE");
    print(out, start, "start of Java and of the command", 0);
    print(out, all, "the command", 0);
  }

  private void print(PrintStream out, Method method, String name, int depth) {
    out.printf(
        Locale.ROOT,
        "%8.3f%8.3f  %s%s%n",
        method.wallNanos / 1e9,
        method.cpuNanos / 1e9,
        "  ".repeat(depth),
        name);
    printCallees(out, method, name, depth + 1);
  }

  private void printCallees(PrintStream out, Method method, String name, int depth) {
    String type = name.substring(0, name.indexOf('.') + 1);
    method.callees.forEach(
        (callee, times) -> {
          boolean same =
              !type.isEmpty()
                  && callee.startsWith(type)
                  && times.wallNanos >= method.wallNanos * NEARLY_ALL;
          if (same) {
            printCallees(out, times, callee, depth);
          } else if (times.wallNanos >= all.wallNanos * MIN_SHARE) {
            print(out, times, callee, depth);
          }
        });
  }
}
