package dev.godump.binary.runtime;

import dev.godump.binary.file.AddressRange;
import dev.godump.binary.file.Executable;
import dev.godump.binary.file.Symbol;
import java.util.Optional;

/**
 * The runtime's description of a Go program (runtime.firstmoduledata): where its code, variables,
 * types and tables lie. All addresses before any slide, and as the file has them: none is sure to
 * be loaded.
 *
 * @param address of the description itself
 * @param since the first release that lays it out so: 5, 7, 8, 16, 18, 20, 26 or 27 for Go 1.x
 * @param functions start of the function table (pclntab)
 * @param functionIndex its index by pc, the field ftab
 * @param textSections the field textsectmap, empty before Go 1.8
 * @param types the type descriptors and what they refer to by offset; empty before Go 1.7
 * @param rodata what Go 1.18 and later count some offsets from, else 0
 * @param gofunc what Go 1.18 and later count offsets of funcdata from, else 0
 * @param typelinks offsets from the start of {@code types}, 4 bytes each; absent since Go 1.27, and
 *     before Go 1.7 they are pointers
 * @param itablinks pointers to itabs; absent before Go 1.7 and since Go 1.27
 * @param typeDescriptors where, since Go 1.27, descriptors lie one behind the other (a pointer's
 *     size after the start of {@code types}), else empty
 * @param itabs where, since Go 1.27, itabs lie one behind the other, else empty
 */
public record ModuleData(
    long address,
    int since,
    long functionTable,
    Slice functionIndex,
    Slice textSections,
    AddressRange text,
    AddressRange noptrData,
    AddressRange data,
    AddressRange bss,
    AddressRange noptrBss,
    AddressRange types,
    long rodata,
    long gofunc,
    Slice typelinks,
    Slice itablinks,
    AddressRange typeDescriptors,
    AddressRange itabs) {

  /**
   * A slice header.
   *
   * @param count of elements, not negative
   */
  public record Slice(long address, long count) {
    /** Holds nothing. */
    public static final Slice EMPTY = new Slice(0, 0);
  }

  /**
   * Finds it by its symbol or, in a stripped program, by the pointer to the function table that it
   * starts with.
   *
   * @return empty if the file is no Go program, or one of a release that isn't known
   */
  public static Optional<ModuleData> find(Executable program) {
    Optional<Symbol> symbol = program.symbol("runtime.firstmoduledata");
    return symbol
        .flatMap(s -> new ModuleReader(program).readAt(s.address()))
        .or(() -> new ModuleSearch(program).find());
  }
}
