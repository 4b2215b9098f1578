package dev.godump.core;

import dev.godump.binary.runtime.ModuleData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the modules of plugins, which follow the executable's (runtime/symtab.go modulesSlice). */
final class PluginModules {
  private static final int MAX_MODULES = 1 << 12;

  private final CoreMemory memory;
  private final ProcessProgram program;
  private final int next;

  PluginModules(CoreMemory memory, ProcessProgram program, RuntimeLayout layout) {
    this.memory = memory;
    this.program = program;
    this.next = layout.offset("moduledata.next");
  }

  /** Returns a module and those that follow it, up to one that is damaged. */
  List<ModuleData> withPlugins(ModuleData first) {
    List<ModuleData> modules = new ArrayList<>(List.of(first));
    long address = memory.word(first.address() + next);
    while (address != 0 && modules.size() < MAX_MODULES) {
      Optional<ModuleData> plugin = first.plugin(program, address);
      if (plugin.isEmpty()) {
        break;
      }
      modules.add(plugin.get());
      address = memory.word(address + next);
    }
    return modules;
  }
}
