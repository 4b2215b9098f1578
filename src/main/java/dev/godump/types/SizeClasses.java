package dev.godump.types;

/** Whether a slot's size is what the allocator gives a value of some size. */
final class SizeClasses {
  private static final int HEADER = 8;

  private SizeClasses() {}

  /**
   * Whether a value of {@code size} bytes can have been put in a slot of {@code slot} bytes. Size
   * classes grow by at most an eighth, or by 16 bytes where they are small (runtime/sizeclasses.go);
   * a malloc header takes 8 bytes more.
   */
  static boolean fits(long size, long slot) {
    long most = Math.max(size + 16, size + HEADER + size / 4);
    return slot >= size && slot <= most;
  }
}
