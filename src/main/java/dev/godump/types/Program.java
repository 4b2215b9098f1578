package dev.godump.types;

import dev.godump.binary.Executable;
import dev.godump.binary.GoType;
import dev.godump.binary.ModuleData;
import dev.godump.binary.RuntimeTypes;
import dev.godump.binary.Symbol;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The executable of the dumped process, by the addresses of that process. */
public final class Program implements KnownTypes {
  private final Executable executable;
  private final ModuleData module;
  private final RuntimeTypes types;
  private final long slide;
  private final int minor;
  private Map<String, GoType> byName;
  private Map<Long, String> functions;
  private List<GoType> all;

  /**
   * @param slide what the process adds to the file's addresses
   * @param minor 24 for a program that Go 1.24 built
   */
  public Program(Executable executable, ModuleData module, long slide, int minor) {
    this.executable = executable;
    this.module = module;
    this.types = new RuntimeTypes(executable, module, minor);
    this.slide = slide;
    this.minor = minor;
  }

  /** What the process adds to the file's addresses. */
  public long slide() {
    return slide;
  }

  /** 24 for a program that Go 1.24 built. */
  public int minor() {
    return minor;
  }

  @Override
  public Optional<GoType> at(long descriptor) {
    return types.at(descriptor - slide);
  }

  @Override
  public Optional<GoType> named(String name) {
    if (byName == null) {
      byName = new HashMap<>();
      all().forEach(type -> byName.putIfAbsent(type.name(), type));
    }
    return Optional.ofNullable(byName.get(name));
  }

  @Override
  public GoType described(GoType type) {
    return type.descriptor() == 0 ? type : types.at(type.descriptor()).filter(found -> found.size() == type.size()).orElse(type);
  }

  @Override
  public long[] pointerOffsets(GoType type) {
    boolean there = type.descriptor() != 0 && types.at(type.descriptor()).isPresent();
    return there ? types.pointerOffsets(type.descriptor()) : null;
  }

  @Override
  public List<GoType> all() {
    if (all == null) {
      all = types.all();
    }
    return all;
  }

  @Override
  public Optional<String> function(long entry) {
    if (functions == null) {
      functions = new HashMap<>();
      for (Symbol symbol : executable.symbols()) {
        if (module.text().contains(symbol.address())) {
          functions.putIfAbsent(symbol.address(), symbol.name());
        }
      }
    }
    return Optional.ofNullable(functions.get(entry - slide));
  }

  @Override
  public boolean swissMaps() {
    return minor >= 24 && named("internal/runtime/maps.Map").isPresent();
  }
}
