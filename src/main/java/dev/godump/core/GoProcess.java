package dev.godump.core;

import dev.godump.binary.file.AddressRange;
import dev.godump.binary.file.Executable;
import dev.godump.binary.file.Symbol;
import dev.godump.binary.runtime.BuildRecord;
import dev.godump.binary.runtime.FunctionFrame;
import dev.godump.binary.runtime.FunctionFrames;
import dev.godump.binary.runtime.Functions;
import dev.godump.binary.runtime.ModuleData;
import dev.godump.binary.type.AllocatedMemory;
import dev.godump.binary.type.RuntimeTypes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A Go process in a core file: its memory, and the tables of its program at their addresses there.
 *
 * @param build of the executable
 * @param program the executable as loaded
 * @param modules its own first, and then those of plugins
 * @param functions its own
 * @param frames of the modules whose function tables are in the core file
 */
record GoProcess(
    CoreFile core,
    CoreMemory memory,
    BuildRecord build,
    RuntimeLayout layout,
    ProcessProgram program,
    List<ModuleData> modules,
    Functions functions,
    List<FunctionFrames> frames,
    RuntimeTypes types) {
  private static final int AMD64 = 62;

  /**
   * Finds the program in a core file.
   *
   * @param executable the file that the process ran
   * @throws CoreException if it is not that file, or not a program that can be read
   */
  static GoProcess of(CoreFile core, Executable executable) throws IOException {
    return of(core, executable, LayoutRows.ALL);
  }

  /**
   * Finds the program in a core file.
   *
   * @param known the layouts of releases
   */
  static GoProcess of(CoreFile core, Executable executable, LayoutRows known) throws IOException {
    if (core.machine() != AMD64 || !executable.architecture().equals(Optional.of("amd64"))) {
      throw new CoreException("only core files of amd64 can be read");
    }
    BuildRecord build = BuildRecord.of(executable);
    RuntimeLayout layout = layoutOf(executable, build, known);
    long slide = slide(core, executable);
    CoreMemory memory = new CoreMemory(core, executable, slide);
    ProcessProgram program = new ProcessProgram(executable, slide, memory);
    ModuleData module = module(executable, program, slide);
    if (layout.doubt().isPresent()) {
      layout = ModuleFields.found(layout, module, memory);
    }
    int minor = layout.minor();
    Functions functions =
        Functions.of(program, module, minor)
            .orElseThrow(() -> new CoreException("the function table is damaged"));
    List<ModuleData> modules = new PluginModules(memory, program, layout).withPlugins(module);
    GoProcess process =
        new GoProcess(
            core,
            memory,
            build,
            layout,
            program,
            modules,
            functions,
            modules.stream().flatMap(m -> FunctionFrames.of(program, m, minor).stream()).toList(),
            new RuntimeTypes(program, module, minor, AllocatedMemory.NONE));
    if (layout.doubt().isPresent() && !new LayoutCheck(process).fits()) {
      throw otherRelease(executable, build);
    }
    return process;
  }

  /**
   * Checks that processes of a program can be read, as far as the executable tells.
   *
   * @throws CoreException if not
   */
  static void check(Executable executable) throws IOException {
    layoutOf(executable, BuildRecord.of(executable), LayoutRows.ALL);
    linkedModule(executable);
  }

  private static RuntimeLayout layoutOf(Executable executable, BuildRecord build, LayoutRows known)
      throws IOException {
    return ProgramLayout.of(executable, build.minor(), known)
        .orElseThrow(() -> otherRelease(executable, build));
  }

  private static CoreException otherRelease(Executable executable, BuildRecord build) {
    return new CoreException(
        (build.version().isEmpty()
                ? executable.name() + " states no Go version"
                : "the program is of " + build.version())
            + "; programs of Go 1.15, 1.19 and 1.21 to 1.27 can be read,"
            + " of other releases since 1.15 those with DWARF");
  }

  private static ModuleData linkedModule(Executable executable) throws IOException {
    return ModuleData.find(executable)
        .orElseThrow(
            () -> new CoreException(executable.name() + " is not a Go program that can be read"));
  }

  /** Returns what to add to link-time addresses: the difference between the entries. */
  private static long slide(CoreFile core, Executable executable) {
    long entry = core.notes().entry();
    return entry == 0 || executable.entry() == 0 ? 0 : entry - executable.entry();
  }

  /** Reads the module data, and checks that it describes the executable. */
  private static ModuleData module(Executable executable, ProcessProgram program, long slide)
      throws IOException {
    ModuleData linked = linkedModule(executable);
    String other = executable.name() + " is not the program that left the core file";
    ModuleData loaded =
        ModuleData.find(program)
            .orElseThrow(() -> new CoreException(other + ", or the core file lacks its variables"));
    boolean same =
        loaded.address() - linked.address() == slide
            && loaded.text().start() - linked.text().start() == slide
            && loaded.text().end() - linked.text().end() == slide
            && loaded.data().end() - linked.data().end() == slide
            && loaded.bss().end() - linked.bss().end() == slide
            && loaded.types().end() - linked.types().end() == slide;
    if (!same) {
      throw new CoreException(other);
    }
    return loaded;
  }

  /** The module of the executable, which has the runtime. */
  ModuleData module() {
    return modules.get(0);
  }

  /** Returns the layout of the frame of the function that contains an instruction. */
  Optional<FunctionFrame> frameAt(long pc) {
    return frames.stream().flatMap(module -> module.at(pc).stream()).findFirst();
  }

  /** Returns the address of a variable of the runtime, if the program has symbols. */
  Optional<Long> variable(String name) {
    return program.symbol("runtime." + name).map(Symbol::address);
  }

  /** Returns the address ranges of the program's variables. */
  List<AddressRange> variables() {
    ModuleData own = module();
    return List.of(own.data(), own.bss(), own.noptrBss(), own.noptrData());
  }

  /** Whether the collector keeps mark bits in pages (Green Tea: default since Go 1.26). */
  boolean marksInline() {
    String version = build.version();
    return layout.minor() >= 26
        ? !version.contains("nogreenteagc")
        : layout.minor() == 25 && version.contains("greenteagc");
  }
}
