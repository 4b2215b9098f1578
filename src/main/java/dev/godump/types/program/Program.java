package dev.godump.types.program;

import dev.godump.binary.file.Executable;
import dev.godump.binary.file.ExecutableException;
import dev.godump.binary.runtime.BuildRecord;
import dev.godump.binary.runtime.Call;
import dev.godump.binary.runtime.Function;
import dev.godump.binary.runtime.Functions;
import dev.godump.binary.runtime.ModuleData;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A Go program's executable and where it lay in the dumped process. Used by one thread at a time.
 *
 * @param file what its tables are read from, by addresses before the slide
 * @param functions of its main module, by addresses before the slide
 * @param slide what is added to the file's addresses in the process; 0 unless the program is
 *     position-independent
 */
public record Program(
    Executable file, ModuleData module, Functions functions, BuildRecord build, long slide)
    implements Closeable {

  /**
   * The program in an executable, as if it lay where its file says.
   *
   * @throws ExecutableException if it is no Go program whose tables can be read
   */
  public static Program of(Executable file) throws ExecutableException {
    ModuleData module =
        ModuleData.find(file)
            .orElseThrow(
                () ->
                    new ExecutableException(
                        0,
                        "it has no Go module data: not a program of Go 1.5 to 1.27, or packed or damaged"));
    BuildRecord build = BuildRecord.of(file);
    Functions functions =
        Functions.of(file, module, build.minor())
            .orElseThrow(() -> new ExecutableException(0, "its table of functions is damaged"));
    return new Program(file, module, functions, build, 0);
  }

  /** The same program at another place. */
  public Program withSlide(long newSlide) {
    return new Program(file, module, functions, build, newSlide);
  }

  /** The function that has an instruction at an address of the process. */
  public Optional<String> functionNameAt(long pc) {
    return functions.functionAt(pc - slide).map(Function::name);
  }

  /** The function whose first instruction is at an address of the process. */
  public Optional<Function> functionStartingAt(long pc) {
    return functions.functionAt(pc - slide).filter(f -> f.entry() == pc - slide);
  }

  /**
   * The function that a word in the program's read-only data leads to, as a function value without
   * variables does.
   */
  public Optional<String> functionNameOfValue(long address) {
    int size = file.pointerSize();
    byte[] word = new byte[size];
    long entry = 0;
    if (file.read(address - slide, word, 0, size) < size) {
      return Optional.empty();
    }
    for (int i = 0; i < size; i++) {
      entry = entry << 8 | word[file.bigEndian() ? i : size - 1 - i] & 0xff;
    }
    return functionStartingAt(entry + slide).map(Function::name);
  }

  /**
   * What stands at an instruction of the process, as {@link Functions#callsAt} gives it.
   *
   * @param pc of the instruction, not a return address
   */
  public List<Call> callsAt(long pc) {
    return functions.callsAt(pc - slide);
  }

  /**
   * What stands where a call returns to, or at the entry of a function that didn't start yet.
   *
   * @param entry of the function, an address of the process, or 0 to have it looked up
   */
  public List<Call> callsAtReturn(long pc, long entry) {
    long start =
        entry != 0
            ? entry
            : functions.functionAt(pc - slide).map(f -> f.entry() + slide).orElse(pc);
    return callsAt(pc == start ? pc : pc - 1);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
