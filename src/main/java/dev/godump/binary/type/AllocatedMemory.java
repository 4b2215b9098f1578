package dev.godump.binary.type;

/**
 * What a program has allocated, where package reflect makes descriptors of types that the program
 * itself doesn't write (reflect.StructOf, MapOf, PointerTo, …). Addresses are link-time ones, as if
 * the heap had moved with the program.
 */
public interface AllocatedMemory {
  /** Nothing. */
  AllocatedMemory NONE =
      new AllocatedMemory() {
        @Override
        public boolean isObjectStart(long address) {
          return false;
        }

        @Override
        public boolean contains(long address) {
          return false;
        }

        @Override
        public int read(long address, byte[] into, int length) {
          return 0;
        }

        @Override
        public long slide() {
          return 0;
        }
      };

  /** Whether an object starts at an address. */
  boolean isObjectStart(long address);

  /** Whether an address is inside an object. */
  boolean contains(long address);

  /**
   * Copies bytes of one object.
   *
   * @return how many are known, at most {@code length}
   */
  int read(long address, byte[] into, int length);

  /** What is added to addresses here to get those that pointers in the heap have. */
  long slide();
}
