package dev.godump.export.hprof;

import dev.godump.binary.runtime.Call;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.roots.SourceLocations;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes goroutines as threads with their stacks. The class of a frame's method is the package of
 * the function. The serial number of a thread is 1 + the index of its goroutine.
 */
final class ThreadWriter {
  private static final int THREAD_OBJECT = 0x08;

  private final HeapGraph graph;
  private final SourceLocations locations;

  /** Id of the last frame record of each frame: its function's, after those inlined into it. */
  private final int[] lastFrameIdByFrame;

  private int framesWritten;
  private final HprofWriter out;
  private final SyntheticIds ids;
  private final ClassWriter classes;
  private final Map<String, Integer> classSerialByPackage = new HashMap<>();

  ThreadWriter(
      HeapGraph graph,
      SourceLocations locations,
      HprofWriter out,
      SyntheticIds ids,
      ClassWriter classes) {
    this.graph = graph;
    this.locations = locations;
    this.lastFrameIdByFrame = new int[graph.process().frames().count()];
    this.out = out;
    this.ids = ids;
    this.classes = classes;
  }

  /** Writes frames and traces; must come before the first object. */
  void writeStacks() throws IOException {
    out.stackTrace(ClassWriter.NO_TRACE, 0, 0, 0);
    Frames frames = graph.process().frames();
    List<Goroutine> goroutines = graph.process().goroutines();
    for (int f = 0; f < frames.count(); f++) {
      int owner = frames.goroutine(f);
      List<Call> calls =
          owner == Goroutine.NONE ? List.of() : locations.callsAt(goroutines.get(owner), f);
      for (Call call : calls) {
        frame(call.function(), call.file(), call.line());
      }
      if (calls.isEmpty()) {
        frame(frames.function(f), "", 0);
      }
      lastFrameIdByFrame[f] = framesWritten;
    }
    for (int g = 0; g < goroutines.size(); g++) {
      Goroutine goroutine = goroutines.get(g);
      int first = framesBefore(goroutine);
      int end =
          goroutine.frameCount() == 0
              ? first
              : lastFrameIdByFrame[goroutine.firstFrame() + goroutine.frameCount() - 1];
      out.stackTrace(traceOf(g), serialOf(g), first + 1L, end - first);
    }
  }

  private void frame(String function, String file, int line) throws IOException {
    int end = JavaPackageName.endOfPackage(function);
    String method = end == 0 ? function : function.substring(end + 1);
    int type = packageClass(function.substring(0, end));
    out.stackFrame(
        ++framesWritten, method, file, type, line == 0 ? HprofWriter.UNKNOWN_LINE : line);
  }

  /** Returns the number of frame records before those of a goroutine. */
  private int framesBefore(Goroutine goroutine) {
    return goroutine.firstFrame() == 0 ? 0 : lastFrameIdByFrame[goroutine.firstFrame() - 1];
  }

  /** Returns the index of a frame in the trace of its goroutine, after calls inlined into it. */
  int depthOf(int goroutine, int frame) {
    return lastFrameIdByFrame[frame]
        - 1
        - framesBefore(graph.process().goroutines().get(goroutine));
  }

  private int packageClass(String name) throws IOException {
    Integer known = classSerialByPackage.get(name);
    if (known == null) {
      classes.write(name.isEmpty() ? "go" : name, 0, 0, List.of());
      known = classes.serial();
      classSerialByPackage.put(name, known);
    }
    return known;
  }

  /** Writes the threads. */
  void writeThreads(ObjectWriter objects) throws IOException {
    List<Goroutine> goroutines = graph.process().goroutines();
    for (int g = 0; g < goroutines.size(); g++) {
      Goroutine goroutine = goroutines.get(g);
      long name = objects.writeName("goroutine " + goroutine.id() + " [" + goroutine.state() + "]");
      long id = ids.take();
      objects.writeThread(id, name, goroutine.id());
      out.startPart(THREAD_OBJECT, out.idSize() + 8L).id(id).u4(serialOf(g)).u4(traceOf(g));
    }
  }

  /** Returns the serial number of a goroutine's thread. */
  static int serialOf(int goroutine) {
    return goroutine + 1;
  }

  private static int traceOf(int goroutine) {
    return ClassWriter.NO_TRACE + 1 + goroutine;
  }
}
