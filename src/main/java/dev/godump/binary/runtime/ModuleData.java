package dev.godump.binary.runtime;

import dev.godump.binary.file.AddressRange;
import dev.godump.binary.file.Executable;
import dev.godump.binary.file.Symbol;
import java.util.Optional;

/**
 * The runtime's description of a Go program (runtime.firstmoduledata): the addresses of its code,
 * variables, types and tables. Addresses are before any slide, and unchecked: they may not be
 * loaded.
 *
 * @param address address of the moduledata itself
 * @param since the first release with this layout: 5, 7, 8, 16, 18, 20, 26 or 27 for Go 1.x
 * @param functionTable address of the function table (pclntab)
 * @param functionIndex the table's index by pc (field ftab)
 * @param textSections the field textsectmap; empty before Go 1.8
 * @param types type descriptors and the data they refer to by offset; empty before Go 1.7
 * @param rodata base of some offsets since Go 1.18, else 0
 * @param gofunc base of the offsets of funcdata since Go 1.18, else 0
 * @param typelinks offsets from the start of {@code types}, 4 bytes each; pointers before Go 1.7,
 *     absent since Go 1.27
 * @param itablinks pointers to itabs; absent before Go 1.7 and since Go 1.27
 * @param typeDescriptors contiguous descriptors since Go 1.27, starting one pointer size after
 *     {@code types}; else empty
 * @param itabs contiguous itabs since Go 1.27, else empty
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
   * @param count number of elements, not negative
   */
  public record Slice(long address, long count) {
    /** The empty slice. */
    public static final Slice EMPTY = new Slice(0, 0);
  }

  /**
   * Finds the moduledata of a program by its symbol or, in a stripped program, by its first word,
   * the pointer to the function table.
   *
   * @return empty if the file is not a Go program, or of an unsupported release
   */
  public static Optional<ModuleData> find(Executable program) {
    Optional<Symbol> symbol = program.symbol("runtime.firstmoduledata");
    return symbol
        .flatMap(s -> new ModuleReader(program).readAt(s.address()))
        .or(() -> new ModuleSearch(program).find());
  }

  /**
   * Returns the moduledata of a plugin that the same release built, as all modules of a process
   * are; empty if there is none at an address.
   */
  public Optional<ModuleData> plugin(Executable process, long pluginAddress) {
    return new ModuleReader(process).readAt(pluginAddress, since);
  }
}
