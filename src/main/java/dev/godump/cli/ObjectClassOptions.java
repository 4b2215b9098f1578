package dev.godump.cli;

import dev.godump.cli.Errors.OperandException;
import dev.godump.heap.histogram.ObjectClass;
import dev.godump.heap.histogram.ObjectClass.By;
import dev.godump.heap.paths.NamePattern;
import dev.godump.heap.paths.TypePattern;
import dev.godump.types.HeapTypes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that select a class of objects; exactly one of them is set. */
final class ObjectClassOptions {
  @Option(
      names = "--type",
      paramLabel = "TYPE",
      converter = TypePatternConverter.class,
      description = "All objects of this type. " + TypePatternConverter.HELP)
  private @Nullable TypePattern type;

  @Option(
      names = "--shape",
      paramLabel = "REGEX",
      converter = NamePatternConverter.class,
      description =
          "All objects of this shape, such as 'noptr 4096 B'; godump histogram --by shape lists shapes.")
  private @Nullable NamePattern shape;

  @Option(
      names = "--site",
      paramLabel = "REGEX",
      converter = NamePatternConverter.class,
      description = "All sampled objects that this function allocated.")
  private @Nullable NamePattern site;

  /**
   * The class that the options select.
   *
   * @throws OperandException if no type is called so
   */
  ObjectClass objectClass(HeapTypes types) throws OperandException {
    if (type != null) {
      TypeSelection.requireKnown(types, type);
      return ObjectClass.ofType(type);
    }
    return shape != null
        ? ObjectClass.of(By.SHAPE, shape)
        : ObjectClass.of(By.SITE, Objects.requireNonNull(site));
  }
}
