package dev.godump.types.layout;

import dev.godump.binary.runtime.ReleaseRow;
import java.util.List;

/**
 * Offsets in the header of a map up to Go 1.23, and of one with the experiment noswissmap of Go
 * 1.24 and 1.25 (runtime/map.go and map_noswiss.go hmap), in bytes: a row for each release that
 * changed one. Go 1.24 added {@code clearSeq} before {@code extra}. {@code count} is the first
 * field. Immutable.
 *
 * @param since minor version of the first release with these offsets
 * @param flags see {@link #SAME_SIZE_GROW} (1 byte)
 * @param logBuckets B, the base-2 logarithm of the number of buckets (1 byte)
 * @param noverflow approximate number of overflow buckets (2 bytes)
 * @param hash0 seed of the hash (4 bytes)
 * @param buckets address of the array of buckets
 * @param oldbuckets address of the previous array while the map grows
 * @param nevacuate number of old buckets that were copied
 * @param extra address of the overflow buckets, see {@link MapExtraOffsets}
 * @param size bytes of the header
 * @param minTopHash lowest tophash of an entry; lower ones mark slots without one
 */
public record HashMapOffsets(
    int since,
    int flags,
    int logBuckets,
    int noverflow,
    int hash0,
    int buckets,
    int oldbuckets,
    int nevacuate,
    int extra,
    int size,
    int minTopHash)
    implements ReleaseRow {

  public static final int COUNT = 0;

  /** Entries of a bucket; a bucket starts with one tophash of 1 byte for each. */
  public static final int SLOTS_PER_BUCKET = 8;

  /** The flag of a map that grows to the same size. */
  public static final int SAME_SIZE_GROW = 8;

  private static final List<HashMapOffsets> ROWS_64 =
      List.of(
          new HashMapOffsets(9, 8, 9, 10, 12, 16, 24, 32, 40, 48, 4),
          new HashMapOffsets(12, 8, 9, 10, 12, 16, 24, 32, 40, 48, 5),
          new HashMapOffsets(24, 8, 9, 10, 12, 16, 24, 32, 48, 56, 5));

  private static final List<HashMapOffsets> ROWS_32 =
      List.of(
          new HashMapOffsets(9, 4, 5, 6, 8, 12, 16, 20, 24, 28, 4),
          new HashMapOffsets(12, 4, 5, 6, 8, 12, 16, 20, 24, 28, 5),
          new HashMapOffsets(24, 4, 5, 6, 8, 12, 16, 20, 32, 36, 5));

  /**
   * The offsets of a release.
   *
   * @param word bytes of a pointer
   * @param minor 24 for Go 1.24
   */
  public static HashMapOffsets of(int word, int minor) {
    return ReleaseRow.of(word == 8 ? ROWS_64 : ROWS_32, minor);
  }
}
