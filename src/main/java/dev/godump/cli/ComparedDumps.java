package dev.godump.cli;

import dev.godump.analysis.ObjectTotal;
import dev.godump.analysis.growth.HeapProfile;
import dev.godump.analysis.growth.ObjectAddresses;
import dev.godump.cli.Errors.OperandException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Dumps that were read to be compared by names. Names of types don't compare with names of shapes,
 * so all of them have the types of an executable, or none has.
 */
final class ComparedDumps {
  /**
   * One of the dumps.
   *
   * @param addresses of its objects, if they are compared
   * @param executable that gave its types, if the file is still there
   * @param typed whether it has types of an executable
   * @param hint how to get types
   */
  record One(
      HeapProfile profile,
      Optional<ObjectAddresses> addresses,
      boolean complete,
      List<String> warnings,
      Optional<String> executable,
      boolean typed,
      Optional<String> hint) {

    private One withWarnings(List<String> other) {
      return new One(profile, addresses, complete, other, executable, typed, hint);
    }
  }

  /** Reads a dump. */
  @FunctionalInterface
  interface Reader {
    One read(String dump, ExecutableOption executable) throws IOException;
  }

  private final List<String> names;
  private final Reader reader;
  private final List<One> dumps = new ArrayList<>();

  private ComparedDumps(List<String> names, Reader reader) {
    this.names = names;
    this.reader = reader;
  }

  /** Reads dumps in order. Some are read twice if the executable is known for others only. */
  static ComparedDumps read(List<String> names, ExecutableOption executable, Reader reader)
      throws IOException {
    ComparedDumps compared = new ComparedDumps(names, reader);
    for (String name : names) {
      compared.dumps.add(reader.read(name, executable));
    }
    if (!compared.agreeOnTypes() && !executable.isNamed()) {
      compared.tryOneExecutable();
    }
    if (!compared.agreeOnTypes()) {
      compared.dropTypes();
    }
    return compared;
  }

  private boolean agreeOnTypes() {
    return dumps.stream().map(One::typed).distinct().count() == 1;
  }

  /** Reads the dumps without types again, with the executable of one that has types. */
  private void tryOneExecutable() throws IOException {
    Optional<String> file = executable();
    for (int i = 0; file.isPresent() && i < dumps.size(); i++) {
      if (!dumps.get(i).typed() && !names.get(i).equals("-")) {
        dumps.set(i, reader.read(names.get(i), ExecutableOption.trying(file.get())));
      }
    }
  }

  /** Reads the dumps with types again, without them. */
  private void dropTypes() throws IOException {
    for (int i = 0; i < dumps.size(); i++) {
      String name = names.get(i);
      if (dumps.get(i).typed()) {
        if (name.equals("-")) {
          throw new OperandException(
              "only standard input has known types, which don't compare: add --no-exe");
        }
        List<String> warnings = new ArrayList<>(dumps.get(i).warnings());
        warnings.add(name + ": compared without types, as not all dumps have known types");
        dumps.set(i, reader.read(name, ExecutableOption.none()).withWarnings(warnings));
      }
    }
  }

  List<HeapProfile> profiles() {
    return dumps.stream().map(One::profile).toList();
  }

  /**
   * Returns the objects that the first dump and the last one have, by type, if they are compared.
   */
  Optional<Map<String, ObjectTotal>> survivors() {
    Optional<ObjectAddresses> last = dumps.get(dumps.size() - 1).addresses();
    return dumps.get(0).addresses().flatMap(first -> last.map(first::survivorsIn));
  }

  /** Whether all dumps were read to their end. */
  boolean complete() {
    return dumps.stream().allMatch(One::complete);
  }

  /** Returns the warnings of all dumps, each with the dump's name. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    dumps.forEach(dump -> warnings.addAll(dump.warnings()));
    return warnings;
  }

  /** Returns the executable that gave types, if the file is still there. */
  Optional<String> executable() {
    return dumps.stream().map(One::executable).flatMap(Optional::stream).findFirst();
  }

  /** Returns how to get types, if there are none. */
  Optional<String> hint() {
    return dumps.stream().map(One::hint).flatMap(Optional::stream).findFirst();
  }
}
