package dev.godump.types.program;

import dev.godump.binary.file.Executable;
import dev.godump.binary.file.ExecutableException;
import dev.godump.binary.runtime.BuildRecord;
import dev.godump.binary.runtime.Call;
import dev.godump.binary.runtime.Function;
import dev.godump.binary.runtime.Functions;
import dev.godump.binary.runtime.ModuleData;
import dev.godump.binary.runtime.StackObject;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A Go program's executable, as loaded in the dumped process. Not thread-safe.
 *
 * @param file the executable, by addresses before the slide
 * @param functions functions of the main module, by addresses before the slide
 * @param slide what to add to an address of the file to get the address in the process; 0 unless
 *     the program is position-independent
 */
public record Program(
    Executable file, ModuleData module, Functions functions, BuildRecord build, long slide)
    implements Closeable {

  /**
   * Opens the program in an executable, with no slide.
   *
   * @throws ExecutableException if it is not a Go program, or its tables can't be read
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

  /** Returns the same program with another slide. */
  public Program withSlide(long newSlide) {
    return new Program(file, module, functions, build, newSlide);
  }

  /** Returns the name of the function that contains an address of the process. */
  public Optional<String> functionNameAt(long pc) {
    return functions.functionAt(pc - slide).map(Function::name);
  }

  /** Returns the function with its entry at an address of the process. */
  public Optional<Function> functionStartingAt(long pc) {
    return functions.functionAt(pc - slide).filter(f -> f.entry() == pc - slide);
  }

  /** Returns the function with its entry at an address of the process, with its file and line. */
  public Optional<Call> callAtEntry(long pc) {
    return functionStartingAt(pc)
        .flatMap(f -> callsAt(pc).stream().filter(call -> !call.inlined()).findFirst());
  }

  /**
   * Returns the name of the function of a function value in the program's read-only data: a closure
   * without captured variables.
   */
  public Optional<String> functionNameOfValue(long address) {
    int size = file.pointerSize();
    byte[] word = new byte[size];
    long entry = 0;
    if (file.read(address - slide, word, 0, size) < size) {
      return Optional.empty();
    }
    for (int i = 0; i < size; i++) {
      entry = entry << 8 | (word[file.bigEndian() ? i : size - 1 - i] & 0xff);
    }
    return functionStartingAt(entry + slide).map(Function::name);
  }

  /**
   * Returns the calls at an instruction of the process, see {@link Functions#callsAt}.
   *
   * @param pc address of the instruction, not a return address
   */
  public List<Call> callsAt(long pc) {
    return functions.callsAt(pc - slide);
  }

  /**
   * Returns the calls at the instruction before a return address, or at the entry of a function
   * that has not started.
   *
   * @param entry entry of the function in the process, or 0 to look it up
   */
  public List<Call> callsAtReturn(long pc, long entry) {
    long start =
        entry != 0
            ? entry
            : functions.functionAt(pc - slide).map(f -> f.entry() + slide).orElse(pc);
    return callsAt(pc == start ? pc : pc - 1);
  }

  /** Returns the stack objects of the function that contains an address of the process. */
  public List<StackObject> stackObjectsAt(long pc) {
    return functions.stackObjectsAt(pc - slide);
  }

  /** Returns the bytes of arguments of the function that contains an address of the process. */
  public long argumentBytesAt(long pc) {
    return functions.argumentBytesAt(pc - slide);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
