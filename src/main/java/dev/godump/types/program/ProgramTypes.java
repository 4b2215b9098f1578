package dev.godump.types.program;

import dev.godump.binary.dwarf.CapturedVariable;
import dev.godump.binary.dwarf.Dwarf;
import dev.godump.binary.dwarf.DwarfTypes;
import dev.godump.binary.dwarf.Global;
import dev.godump.binary.dwarf.Globals;
import dev.godump.binary.dwarf.Locals;
import dev.godump.binary.runtime.Function;
import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Field;
import dev.godump.binary.type.RuntimeTypes;
import dev.godump.graph.GoVersion;
import dev.godump.graph.HeapGraph;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The types of an executable, from its type descriptors and, if it has them, its DWARF entries. Not
 * thread-safe.
 */
public final class ProgramTypes implements KnownTypes {
  /**
   * The minor version to assume for programs that don't state it: the last one before dumps and
   * build records state it.
   */
  private static final int DEFAULT_MINOR = 15;

  private final Program program;
  private final int minor;
  private final RuntimeTypes descriptors;
  private final Dwarf debug;
  private final DwarfTypes dwarf;
  private final Globals globals;
  private final StaticVariables statics;
  private final Locals locals;
  private final boolean hasDwarf;
  private final boolean withoutSwissMaps;
  private @Nullable Map<String, GoType> typeByName;
  private @Nullable List<GoType> all;
  private final GcShapeTypes gcShapeTypes = new GcShapeTypes(this::all);

  /**
   * @param graph the dump that the program wrote; it states the version of Go and contains types
   *     created at run time
   */
  public ProgramTypes(Program program, HeapGraph graph) {
    Optional<GoVersion> version = graph.process().version();
    this.program = program;
    int named = version.map(GoVersion::minor).orElseGet(() -> program.build().minor());
    this.withoutSwissMaps = version.map(v -> v.experiments().contains("noswissmap")).orElse(false);
    this.minor = named != 0 ? named : Math.max(DEFAULT_MINOR, program.module().since());
    this.descriptors =
        new RuntimeTypes(
            program.file(), program.module(), minor, new AllocatedObjects(graph, program.slide()));
    this.debug = new Dwarf(program.file());
    this.hasDwarf = debug.isPresent();
    this.dwarf = new DwarfTypes(debug, program.module().types().start());
    this.globals = new Globals(debug, dwarf);
    this.statics = new StaticVariables(graph, this);
    this.locals = new Locals(debug, dwarf);
  }

  /** The minor version of Go: 24 for a program that Go 1.24 built. */
  public int minor() {
    return minor;
  }

  /** Reports whether the program has DWARF, so that variables have types. */
  public boolean describesVariables() {
    return hasDwarf;
  }

  /** Package variables, by addresses before the slide. */
  public Globals globals() {
    return globals;
  }

  /** Unnamed variables that package variables refer to, by addresses before the slide. */
  public StaticVariables statics() {
    return statics;
  }

  /** Local variables of functions, by pcs before the slide. */
  public Locals locals() {
    return locals;
  }

  public long slide() {
    return program.slide();
  }

  @Override
  public Optional<GoType> at(long descriptor) {
    return descriptors.at(descriptor - program.slide());
  }

  @Override
  public boolean mayBeDescriptor(long address) {
    return program.module().types().contains(address - program.slide());
  }

  @Override
  public Optional<GoType> named(String name) {
    if (typeByName == null) {
      typeByName = new HashMap<>();
      all().forEach(type -> typeByName.putIfAbsent(type.name(), type));
    }
    GoType type = typeByName.get(name);
    return type != null ? Optional.of(type) : hasDwarf ? dwarf.named(name) : Optional.empty();
  }

  @Override
  public GoType resolve(GoType type) {
    Optional<GoType> only =
        GcShapeTypes.isShaped(type) ? gcShapeTypes.onlyMatch(type) : Optional.empty();
    return only.orElseGet(() -> typeByDescriptor(type));
  }

  private GoType typeByDescriptor(GoType type) {
    return type.descriptor() == 0
        ? type
        : descriptors
            .at(type.descriptor())
            .filter(found -> found.size() == type.size())
            .orElse(type);
  }

  @Override
  public int entryOf(GoType type) {
    return dwarf.entryOf(type);
  }

  @Override
  public Optional<GoType> typeOfEntry(int offset) {
    return dwarf.typeOfEntry(offset);
  }

  @Override
  public long @Nullable [] pointerOffsets(GoType type) {
    boolean there = type.descriptor() != 0 && descriptors.at(type.descriptor()).isPresent();
    return there ? descriptors.pointerOffsets(type.descriptor()) : null;
  }

  @Override
  public List<GoType> all() {
    if (all == null) {
      all = descriptors.all();
    }
    return all;
  }

  @Override
  public Optional<String> nameOfFunction(long entry) {
    return program.functionStartingAt(entry).map(Function::name);
  }

  @Override
  public List<Field> capturedBy(long entry) {
    return locals.capturedBy(entry - program.slide()).stream().map(ProgramTypes::toField).toList();
  }

  private static Field toField(CapturedVariable captured) {
    return new Field(captured.name(), captured.offset(), captured.type(), false);
  }

  /**
   * Returns the variable of the data and BSS segments that contains an address of the process: a
   * package variable, or an unnamed one that it refers to.
   */
  Optional<Global> globalAt(long address) {
    return globals.at(address - program.slide()).or(() -> statics.at(address - program.slide()));
  }

  @Override
  public boolean hasSwissMaps() {
    return minor >= 24 && !withoutSwissMaps;
  }

  @Override
  public List<String> warnings() {
    return debug.warnings();
  }
}
