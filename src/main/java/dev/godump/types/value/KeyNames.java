package dev.godump.types.value;

import dev.godump.binary.type.GoType;
import java.io.IOException;
import java.util.Set;

/** How a key of a map is shown, without the brackets. */
@FunctionalInterface
public interface KeyNames {
  /**
   * The texts that a key is shown as, which differ if a long one is cut.
   *
   * @param address of the key
   */
  Set<String> of(GoType type, long address) throws IOException;
}
