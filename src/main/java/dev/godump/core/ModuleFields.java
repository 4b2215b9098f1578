package dev.godump.core;

import dev.godump.binary.file.AddressRange;
import dev.godump.binary.runtime.ModuleData;
import dev.godump.core.LayoutRow.Field;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds the fields of module data that nearly every release moves: the masks of the variables, each
 * a count of bits and the address of these, by the counts that they have to have (runtime/symtab.go
 * moduledata).
 */
final class ModuleFields {
  private static final String DATA_MASK = "moduledata.gcdatamask";
  private static final String BSS_MASK = "moduledata.gcbssmask";
  private static final String NEXT = "moduledata.next";
  private static final int MASK = 16;

  /** Larger than the structure is. */
  private static final int END = 1 << 10;

  private ModuleFields() {}

  /**
   * Returns a layout with the fields where a module has them, and the next module as far behind
   * them as in the row; the same layout if they are not found.
   */
  static RuntimeLayout found(RuntimeLayout layout, ModuleData module, CoreMemory memory) {
    for (int at = 0; at < END; at += 8) {
      long address = module.address() + at;
      if (isMask(address, module.data(), memory) && isMask(address + MASK, module.bss(), memory)) {
        Map<String, Field> moved = new HashMap<>();
        moved.put(DATA_MASK, new Field(at, MASK));
        moved.put(BSS_MASK, new Field(at + MASK, MASK));
        moved.put(NEXT, new Field(layout.offset(NEXT) + at - layout.offset(DATA_MASK), 8));
        return layout.with(moved);
      }
    }
    return layout;
  }

  /** Whether an address is that of a mask of variables, with a bit for each word of them. */
  private static boolean isMask(long address, AddressRange variables, CoreMemory memory) {
    return memory.word(address) == (variables.end() - variables.start()) / 8
        && memory.isKnown(memory.word(address + 8), 1);
  }
}
