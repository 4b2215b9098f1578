package dev.godump.export.hprof;

import dev.godump.export.ObjectLabels;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.RootKind;
import dev.godump.graph.Roots;
import dev.godump.heap.cleanups.CleanupGraph;
import dev.godump.heap.roots.RootLabel;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes roots as similar roots of Java: global variables as static fields of a class per package,
 * inferred cleanups as those of another class, frames as locals of threads, closures, defers and
 * panics as native stack, finalizers as JNI globals.
 */
final class RootWriter {
  private static final int JNI_GLOBAL = 0x01;
  private static final int JAVA_FRAME = 0x03;
  private static final int NATIVE_STACK = 0x04;
  private static final int UNKNOWN = 0xff;

  /** Most static fields of one class; the format allows 65,535. */
  private static final int MAX_STATICS = 20_000;

  private final HeapGraph graph;
  private final ObjectLabels labels;
  private final ThreadWriter threads;
  private final HprofWriter out;
  private final ClassWriter classes;
  private final Roots roots;

  /** Index of the goroutine, by the address of its g. */
  private final Long2IntOpenHashMap goroutineByAddress = new Long2IntOpenHashMap();

  RootWriter(
      HeapGraph graph,
      ObjectLabels labels,
      HprofWriter out,
      ClassWriter classes,
      ThreadWriter threads) {
    this.graph = graph;
    this.threads = threads;
    this.labels = labels;
    this.out = out;
    this.classes = classes;
    this.roots = graph.roots();
    goroutineByAddress.defaultReturnValue(Goroutine.NONE);
    for (int g = 0; g < graph.process().goroutines().size(); g++) {
      goroutineByAddress.putIfAbsent(graph.process().goroutines().get(g).record().address(), g);
    }
  }

  void write() throws IOException {
    Map<String, List<Integer>> globals = new TreeMap<>();
    List<Integer> cleanups = new ArrayList<>();
    for (int root = 0; root < roots.count(); root++) {
      RootKind kind = roots.kind(root);
      if (kind == RootKind.DATA || kind == RootKind.BSS) {
        String name = globalName(root);
        globals
            .computeIfAbsent(
                name.substring(0, JavaPackageName.endOfPackage(name)), key -> new ArrayList<>())
            .add(root);
      } else if (kind == RootKind.OTHER
          && labels.rootLabel(root).text().equals(CleanupGraph.HOLDER)) {
        cleanups.add(root);
      } else {
        write(root, kind);
      }
    }
    for (int from = 0; from < cleanups.size(); from += MAX_STATICS) {
      writeCleanups(cleanups.subList(from, Math.min(from + MAX_STATICS, cleanups.size())));
    }
    for (Map.Entry<String, List<Integer>> variables : globals.entrySet()) {
      for (int from = 0; from < variables.getValue().size(); from += MAX_STATICS) {
        int to = Math.min(from + MAX_STATICS, variables.getValue().size());
        writeStatics(variables.getKey(), variables.getValue().subList(from, to));
      }
    }
  }

  private void writeStatics(String packageName, List<Integer> variables) throws IOException {
    List<String> fields = new ArrayList<>();
    List<Long> values = new ArrayList<>();
    for (int root : variables) {
      String name = globalName(root);
      fields.add(packageName.isEmpty() ? name : name.substring(packageName.length() + 1));
      values.add(target(root));
    }
    long id = classes.load(packageName.isEmpty() ? "go/globals" : packageName + "/globals");
    classes.writeStatics(id, fields, values);
  }

  /** Writes inferred cleanups as static fields of a class of their name. */
  private void writeCleanups(List<Integer> cleanups) throws IOException {
    List<String> fields = new ArrayList<>();
    List<Long> values = new ArrayList<>();
    for (int root : cleanups) {
      fields.add("cleanup" + fields.size());
      values.add(target(root));
    }
    classes.writeStatics(classes.load(CleanupGraph.HOLDER), fields, values);
  }

  /** The variable if it is known, else the location. */
  private String globalName(int root) {
    RootLabel index = labels.rootLabel(root);
    return index.variable().isEmpty() ? index.text() : index.variable();
  }

  private long target(int root) {
    return graph.objects().address(roots.target(root));
  }

  private void write(int root, RootKind kind) throws IOException {
    int goroutine = goroutineOf(root, kind);
    int word = out.idSize();
    if (kind == RootKind.FINALIZER || kind == RootKind.QUEUED_FINALIZER) {
      out.startPart(JNI_GLOBAL, 2L * word).id(target(root)).id(root + 1L);
    } else if (goroutine == Goroutine.NONE) {
      out.startPart(UNKNOWN, word).id(target(root));
    } else if (kind == RootKind.FRAME) {
      int depth = threads.depthOf(goroutine, roots.recordIndex(root));
      out.startPart(JAVA_FRAME, word + 8L)
          .id(target(root))
          .u4(ThreadWriter.serialOf(goroutine))
          .u4(depth);
    } else {
      out.startPart(NATIVE_STACK, word + 4L).id(target(root)).u4(ThreadWriter.serialOf(goroutine));
    }
  }

  /** The index of the goroutine that a root belongs to, or {@link Goroutine#NONE}. */
  private int goroutineOf(int root, RootKind kind) {
    int index = roots.recordIndex(root);
    return switch (kind) {
      case FRAME -> graph.process().frames().goroutine(index);
      case CONTEXT -> index;
      case DEFER -> goroutineByAddress.get(graph.process().defers().get(index).goroutine());
      case PANIC -> goroutineByAddress.get(graph.process().panics().get(index).goroutine());
      default -> Goroutine.NONE;
    };
  }
}
