package dev.godump.binary.type;

/**
 * The heap of a program. It can contain descriptors of types that package reflect created at run
 * time (reflect.StructOf, MapOf, PointerTo, …). Addresses are those in the process minus the slide,
 * like link-time addresses.
 */
public interface AllocatedMemory {
  /** An empty heap. */
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

  /** Reports whether an object starts at an address. */
  boolean isObjectStart(long address);

  /** Reports whether an address is inside an object. */
  boolean contains(long address);

  /**
   * Copies bytes of one object.
   *
   * @return the number of bytes copied, at most {@code length}
   */
  int read(long address, byte[] into, int length);

  /** What to add to a link-time address to get the value of a pointer in the heap. */
  long slide();
}
