package dev.godump.cli;

import dev.godump.analysis.diagram.DominatorDiagram;
import dev.godump.analysis.diagram.HeapDiagram;
import dev.godump.analysis.diagram.Neighbourhood;
import dev.godump.analysis.diagram.PathDiagram;
import dev.godump.cli.Errors.OperandException;
import dev.godump.export.Dot;
import dev.godump.export.ObjectLabels;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.report.text.Amounts;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "dot",
    description =
        "Draw with Graphviz: the top of the dominator tree, the neighbors of an object, or paths to it.",
    footer = {
      "",
      "An output file with the suffix .svg is drawn with Graphviz's dot, which must be installed. Colors",
      "and sizes are explained in the drawing. Nodes that are left out are counted.",
      "",
      "Examples:",
      "  godump export dot heap.dump -o heap.svg",
      "  godump export dot --around 0xc000123456 --up 3 --down 1 heap.dump -o around.svg",
      "  godump export dot --paths 0xc000123456 heap.dump -o - | dot -Tpng > paths.png"
    })
final class ExportDotCommand extends ExportFormatCommand {
  private static final int MIN_NODES = 4;
  private static final int MAX_NODES = 100_000;
  private static final int MAX_LEVELS = 1000;

  @ArgGroup private @Nullable Subject subject;

  /** At most one of the two is set. */
  static final class Subject {
    @Option(
        names = "--around",
        paramLabel = "OBJECT",
        description = "Draw the objects around this one. " + ObjectOperand.HELP)
    private @Nullable String around;

    @Option(
        names = "--paths",
        paramLabel = "OBJECT",
        description = "Draw the shortest paths from roots to this object.")
    private @Nullable String paths;
  }

  @Option(
      names = "--up",
      paramLabel = "N",
      description = "With --around, levels of referrers. Default: 2.")
  private @Nullable Integer up;

  @Option(
      names = "--down",
      paramLabel = "N",
      description = "With --around, levels of references. Default: 2.")
  private @Nullable Integer down;

  @Option(
      names = "--max-nodes",
      paramLabel = "N",
      defaultValue = "60",
      description = "Draw at most N objects. Default: ${DEFAULT-VALUE}.")
  private int maxNodes;

  @Override
  public Integer call() throws IOException {
    boolean around = subject != null && subject.around != null;
    if (!around && (up != null || down != null)) {
      throw new OperandException("--up and --down go with --around");
    }
    if (levelsOrDefault(up) < 0
        || levelsOrDefault(down) < 0
        || levelsOrDefault(up) > MAX_LEVELS
        || levelsOrDefault(down) > MAX_LEVELS) {
      throw new OperandException("--up and --down take a number of levels from 0 to " + MAX_LEVELS);
    }
    if (maxNodes < MIN_NODES || maxNodes > MAX_NODES) {
      throw new OperandException("--max-nodes must be from " + MIN_NODES + " to " + MAX_NODES);
    }
    if (isSvg()) {
      Graphviz.requireInstalled();
    }
    return super.call();
  }

  private boolean isSvg() {
    return output().endsWith(".svg");
  }

  @Override
  String advice(String file) {
    return isSvg() ? "" : "draw it: dot -Tsvg -O " + file;
  }

  private static int levelsOrDefault(@Nullable Integer option) {
    return option == null ? 2 : option;
  }

  @Override
  String write(Heap heap, OutputStream out) throws IOException {
    Operands.requireRoots(heap.graph());
    Drawing drawing = drawing(heap);
    HeapDiagram diagram = drawing.diagram;
    HeapGraph graph = drawing.heap.graph();
    Dot dot =
        new Dot(
            graph,
            drawing.heap.tree(),
            heap.unrecorded().parts(),
            new ObjectLabels(graph, drawing.heap.types()),
            Amounts::bytes);
    if (isSvg()) {
      Graphviz.drawSvg(stream -> dot.write(diagram, stream), out);
    } else {
      dot.write(diagram, out);
    }
    return diagram.title() + ", " + Amounts.count(diagram.nodes().size(), "node");
  }

  /**
   * A diagram.
   *
   * @param heap the part of the heap that it shows
   */
  private record Drawing(Heap heap, HeapDiagram diagram) {}

  private Drawing drawing(Heap heap) throws IOException {
    if (subject == null) {
      return new Drawing(heap, DominatorDiagram.of(heap, maxNodes));
    }
    if (subject.around != null) {
      int object = object(heap, subject.around);
      Heap holding = heap.unrecorded().heapOf(object);
      return new Drawing(
          holding,
          Neighbourhood.of(holding, object, levelsOrDefault(up), levelsOrDefault(down), maxNodes));
    }
    String operand = Objects.requireNonNull(subject.paths);
    int object = object(heap, operand);
    Heap holding = Operands.holding(heap, object, operand);
    return new Drawing(holding, PathDiagram.of(holding, object, maxNodes));
  }

  private int object(Heap heap, String operand) throws IOException {
    ObjectOperand named = new ObjectOperand(heap, operand);
    int object = named.object();
    named.note().ifPresent(streams()::say);
    return object;
  }
}
