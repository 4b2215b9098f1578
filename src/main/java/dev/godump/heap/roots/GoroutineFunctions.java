package dev.godump.heap.roots;

import dev.godump.binary.runtime.Call;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.ProcessState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The functions that tell what a goroutine does. */
public final class GoroutineFunctions {
  /** A closure, or a function that the compiler makes for a go statement with arguments. */
  private static final Pattern MADE = Pattern.compile("\\.(?:func|gowrap)\\d+$");

  /** A function that the compiler makes to call another, for a go or defer statement. */
  private static final Pattern WRAPPER = Pattern.compile("\\.(?:gowrap|deferwrap)\\d+$");

  private static final String BOTTOM = "runtime.goexit";
  private static final String MAIN = "runtime.main";

  /** What the goroutine of an iterator that {@code iter.Pull} made starts with. */
  private static final String COROUTINE = "runtime.corostart";

  private static final String PULL = "iter.Pull";

  /** Stands for the function of an iterator that has not run yet. */
  private static final String NOT_STARTED = PULL + " (not started)";

  /** Packages of the standard library with a path of one word, as of Go 1.27. */
  private static final Set<String> STANDARD =
      Set.of(
          "bufio",
          "bytes",
          "cmp",
          "context",
          "crypto",
          "embed",
          "encoding",
          "errors",
          "expvar",
          "flag",
          "fmt",
          "hash",
          "html",
          "image",
          "io",
          "iter",
          "log",
          "maps",
          "math",
          "mime",
          "net",
          "os",
          "path",
          "plugin",
          "reflect",
          "regexp",
          "runtime",
          "slices",
          "sort",
          "strconv",
          "strings",
          "structs",
          "sync",
          "syscall",
          "testing",
          "time",
          "unicode",
          "unique",
          "unsafe",
          "weak");

  private GoroutineFunctions() {}

  /**
   * The function that a goroutine was started with, such as {@code main.worker}. The compiler makes
   * a function for a go statement with arguments, {@code main.main.gowrap1} or, up to Go 1.21,
   * {@code main.main.func1}; for those, as for closures, it is the function that they call. For the
   * main goroutine it is {@code main.main}, for that of {@code iter.Pull} the iterator.
   */
  public static String start(ProcessState process, Goroutine goroutine) {
    return function(process, startFrame(process, goroutine));
  }

  /** Whether a goroutine is the one that runs {@code main.main}. */
  public static boolean isMain(ProcessState process, Goroutine goroutine) {
    int end = goroutine.firstFrame() + goroutine.frameCount();
    for (int frame = Math.max(goroutine.firstFrame(), end - 2); frame < end; frame++) {
      if (process.frames().function(frame).equals(MAIN)) {
        return true;
      }
    }
    return false;
  }

  /** The frame of that function; -1 without frames. */
  private static int startFrame(ProcessState process, Goroutine goroutine) {
    Frames frames = process.frames();
    int first = goroutine.firstFrame();
    int last = first + goroutine.frameCount() - 1;
    if (last >= first && frames.function(last).equals(BOTTOM)) {
      last--;
    }
    if (last <= first) {
      return last < first ? -1 : last;
    }
    if (frames.function(last).equals(COROUTINE)) {
      int iterator = last - 1;
      while (iterator >= first && isOfCoroutine(frames.function(iterator))) {
        iterator--;
      }
      return iterator < first ? last : iterator;
    }
    String start = frames.function(last);
    boolean calls = MADE.matcher(start).find() || start.equals(MAIN);
    return calls && isTold(start, frames.function(last - 1)) ? last - 1 : last;
  }

  private static boolean isOfCoroutine(String function) {
    return function.startsWith("runtime.") || isPull(function);
  }

  /** Whether a function is {@code iter.Pull} or {@code iter.Pull2}, or a closure of it. */
  public static boolean isPull(String function) {
    return function.startsWith(PULL);
  }

  private static String function(ProcessState process, int frame) {
    String function = frame < 0 ? "(no frames)" : process.frames().function(frame);
    return function.equals(COROUTINE) ? NOT_STARTED : function;
  }

  /** Whether a function that another calls tells more than that other. */
  private static boolean isTold(String made, String called) {
    boolean own = isStandard(made) || !isStandard(called);
    return own && !called.startsWith("runtime.") && !MADE.matcher(called).find();
  }

  /**
   * As {@link #start(ProcessState, Goroutine)}, but a function that is inlined into one that the
   * compiler made is found, too.
   */
  public static String start(ProcessState process, Goroutine goroutine, SourceLocations locations) {
    return function(process, goroutine, startFrame(process, goroutine), locations);
  }

  /**
   * The function of a frame; if the compiler made it, the outermost function that is inlined into
   * it.
   */
  public static String function(
      ProcessState process, Goroutine goroutine, int frame, SourceLocations locations) {
    String function = function(process, frame);
    if (MADE.matcher(function).find()) {
      List<Call> calls = locations.callsAt(goroutine, frame);
      for (int call = calls.size() - 1; call >= 0; call--) {
        String inlined = calls.get(call).function();
        if (calls.get(call).inlined() && isTold(function, inlined)) {
          return inlined;
        }
      }
    }
    return function;
  }

  /**
   * The innermost frame of a goroutine that is not in the standard library; if there is none, the
   * innermost outside the runtime; if there is none, the innermost; -1 without frames.
   */
  public static int userFrame(ProcessState process, Goroutine goroutine) {
    Frames frames = process.frames();
    int outside = -1;
    for (int f = goroutine.firstFrame(); f < goroutine.firstFrame() + goroutine.frameCount(); f++) {
      String function = frames.function(f);
      if (!isStandard(function)) {
        return f;
      }
      outside = outside < 0 && !function.startsWith("runtime.") ? f : outside;
    }
    return outside < 0 && goroutine.frameCount() > 0 ? goroutine.firstFrame() : outside;
  }

  /** The function of {@link #userFrame}. */
  public static String user(ProcessState process, Goroutine goroutine) {
    return function(process, userFrame(process, goroutine));
  }

  /** The function of {@link #userFrame}; if the compiler made it, the one inlined into it. */
  public static String user(ProcessState process, Goroutine goroutine, SourceLocations locations) {
    return function(process, goroutine, userFrame(process, goroutine), locations);
  }

  /**
   * The function that a goroutine was started with, or if that is in the standard library, that of
   * {@link #userFrame}.
   */
  public static String own(ProcessState process, Goroutine goroutine, SourceLocations locations) {
    String start = start(process, goroutine, locations);
    return isStandard(start) ? user(process, goroutine, locations) : start;
  }

  /**
   * The calls of a goroutine, innermost first, as {@code godump goroutines} shows them: functions
   * that are inlined are calls, and a function that the compiler made for a go or defer statement
   * is none if it calls another.
   */
  public static List<String> calls(
      ProcessState process, Goroutine goroutine, SourceLocations locations) {
    List<String> calls = new ArrayList<>();
    for (int f = goroutine.firstFrame(); f < goroutine.firstFrame() + goroutine.frameCount(); f++) {
      List<String> inlined = locations.callsAt(goroutine, f).stream().map(Call::function).toList();
      for (String function : inlined.isEmpty() ? List.of(process.frames().function(f)) : inlined) {
        String called = calls.isEmpty() ? "" : calls.get(calls.size() - 1);
        // the runtime may have parked the goroutine in a call that is inlined and unknown
        boolean tells = !called.startsWith("runtime.") || function.startsWith("runtime.");
        if (called.isEmpty() || !tells || !WRAPPER.matcher(function).find()) {
          calls.add(function);
        }
      }
    }
    return calls;
  }

  /** Whether a function is in the standard library: its import path starts without a dot. */
  public static boolean isStandard(String function) {
    int slash = function.indexOf('/');
    int arguments = function.indexOf('[');
    if (slash >= 0 && (arguments < 0 || slash < arguments)) {
      return function.substring(0, slash).indexOf('.') < 0;
    }
    int dot = function.indexOf('.');
    return dot >= 0 && STANDARD.contains(function.substring(0, dot));
  }
}
