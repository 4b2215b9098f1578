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
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Where the time of a command goes, by method: the command's thread is looked at every few
 * milliseconds, and what passed since the look before is put down to the methods of godump that it
 * is in. So phases have the names that they have in the code, and nothing else knows of them. A
 * phase of less than some ten looks is told badly. CPU time is that of all threads.
 */
final class Timings {
  private static final int PERIOD_MILLIS = 2;
  private static final int MAX_DEPTH = 5;

  /** Methods of less than this part of all wall time are not shown. */
  private static final double MIN_SHARE = 0.01;

  /**
   * Nor is a method of the same class that takes this part of its caller's time: one name is enough
   * for both.
   */
  private static final double NEARLY_ALL = 0.8;

  private static final String GODUMP = "dev.godump.";

  /**
   * Runs a command, and if it was asked for times, prints them to standard error when it has ended.
   */
  static final class Strategy implements IExecutionStrategy {
    @Override
    public int execute(ParseResult parsed) {
      ParseResult last = parsed;
      while (last.hasSubcommand()) {
        last = last.subcommand();
      }
      IExecutionStrategy strategy = new RunLast();
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

  /** Starts to look at the calling thread. */
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

  /** Class and method, or nothing for those of others, lambdas, and what only leads to the work. */
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
