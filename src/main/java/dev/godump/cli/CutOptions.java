package dev.godump.cli;

import dev.godump.analysis.Cut;
import dev.godump.binary.dwarf.Global;
import dev.godump.cli.Errors.OperandException;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.RootKind;
import dev.godump.heap.Heap;
import dev.godump.heap.paths.TypePattern;
import dev.godump.types.HeapTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The objects, globals and goroutines that {@code what-if} leaves out. */
final class CutOptions {
  /** A comma that is not in brackets, as those of keys are. */
  private static final String BETWEEN_OBJECTS = ",(?![^\\[]*])";

  private static final Pattern SEGMENT_WORD =
      Pattern.compile("(data|bss)\\+0[xX](\\p{XDigit}{1,15})");

  @Option(
      names = "--cut",
      paramLabel = "OBJECT",
      split = BETWEEN_OBJECTS,
      splitSynopsisLabel = ",",
      description = "This object. " + ObjectOperand.HELP)
  private List<String> objects = List.of();

  @Option(
      names = "--cut-global",
      paramLabel = "NAME",
      description =
          "The word of a package variable, such as bss+0x40 (see godump roots), or its address; with --exe"
              + " the name of a variable or of a part of it: main.cache, main.cache.items. A part that is"
              + " in an object stands for the object that it points at. A pointer to a variable stands for"
              + " that variable.")
  private List<String> globals = List.of();

  @Option(
      names = "--cut-goroutine",
      paramLabel = "ID",
      description = "The goroutine with its frames, deferred calls and panics.")
  private List<Long> goroutines = List.of();

  @Option(
      names = "--cut-type",
      paramLabel = "TYPE",
      converter = TypePatternConverter.class,
      description = "All objects of this type. " + TypePatternConverter.HELP)
  private List<TypePattern> typePatterns = List.of();

  boolean isEmpty() {
    return objects.isEmpty() && globals.isEmpty() && goroutines.isEmpty() && typePatterns.isEmpty();
  }

  /**
   * Finds everything that the options name in a dump.
   *
   * @param operand an object to cut before those of the options
   * @throws OperandException if something is not in the dump
   */
  List<Cut> cutsIn(Heap heap, Optional<String> operand) throws IOException {
    HeapGraph graph = heap.graph();
    HeapTypes known = heap.types();
    List<Cut> cuts = new ArrayList<>();
    List<String> all = new ArrayList<>(objects);
    operand.ifPresent(object -> all.add(0, object));
    for (String object : all) {
      cuts.add(objectOrVariable(heap, new ObjectOperand(heap, object)));
    }
    for (String name : globals) {
      cuts.add(
          global(heap, name)
              .orElseThrow(
                  () ->
                      new OperandException(
                          "no global '" + name + "' points at an object; godump roots lists all")));
    }
    for (long id : goroutines) {
      cuts.add(
          Cut.ofGoroutine(graph, id)
              .orElseThrow(() -> new OperandException("the dump has no goroutine " + id)));
    }
    for (TypePattern type : typePatterns) {
      TypeSelection.requireKnown(known, type);
      cuts.add(
          Cut.ofType(graph, known, type)
              .orElseThrow(
                  () ->
                      new OperandException(
                          "no object is known to be of type '"
                              + type.text()
                              + "'; godump histogram lists types of objects")));
    }
    return cuts;
  }

  /** Cuts the object that an operand names, or a variable with several pointers. */
  private static Cut objectOrVariable(Heap heap, ObjectOperand operand) throws IOException {
    Optional<Cut> variable =
        operand.severalPointers().flatMap(held -> Cut.ofGlobal(heap.graph(), held));
    return variable.isPresent() ? variable.get() : Cut.ofObject(heap.graph(), operand.object());
  }

  private static Optional<Cut> global(Heap heap, String name) throws IOException {
    HeapGraph graph = heap.graph();
    Matcher word = SEGMENT_WORD.matcher(name);
    if (word.matches()) {
      RootKind segment = word.group(1).equals("data") ? RootKind.DATA : RootKind.BSS;
      return Cut.ofGlobal(graph, segment, Long.parseLong(word.group(2), 16));
    }
    if (ObjectOperand.isName(name) && heap.types().rootNames().isPresent()) {
      ObjectOperand operand = new ObjectOperand(heap, name);
      Global part = operand.variable();
      if (graph.objects().find(part.address()) != ObjectTable.NONE) {
        return Optional.of(Cut.ofObject(graph, operand.object()));
      }
      Optional<Cut> own = Cut.ofGlobal(graph, part);
      return own.isPresent() ? own : Cut.ofGlobal(graph, operand.held(part));
    }
    try {
      return Cut.ofGlobal(graph, new AddressConverter().convert(name));
    } catch (TypeConversionException e) {
      throw new OperandException(
          "'"
              + name
              + "' is not a variable (expected a name, an address, or a word such as bss+0x40; see godump roots)");
    }
  }
}
