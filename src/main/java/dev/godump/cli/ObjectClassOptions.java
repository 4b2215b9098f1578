package dev.godump.cli;

import dev.godump.heap.histogram.ObjectClass;
import dev.godump.heap.histogram.ObjectClass.By;
import dev.godump.heap.paths.NamePattern;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that select a class of objects; exactly one of them is set. */
final class ObjectClassOptions {
  @Option(
      names = "--type",
      paramLabel = "REGEX",
      converter = NamePatternConverter.class,
      description = "All objects of this type.")
  private @Nullable NamePattern type;

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

  ObjectClass objectClass() {
    if (type != null) {
      return new ObjectClass(By.TYPE, type);
    }
    return shape != null
        ? new ObjectClass(By.SHAPE, shape)
        : new ObjectClass(By.SITE, Objects.requireNonNull(site));
  }
}
