package dev.godump.binary;

/**
 * Where a module keeps its type descriptors; addresses are the file's own.
 *
 * @param types what offsets of names and types count from ({@code moduledata.types})
 * @param end behind the last ({@code moduledata.etypes})
 * @param packedEnd behind the descriptors that lie back to back from {@code types} on (Go 1.27 and
 *     later), or 0 where they don't
 * @param links where the sorted list of 32-bit offsets of descriptors lies (until Go 1.26), or 0
 * @param linkCount how many there are
 */
public record TypeRange(long types, long end, long packedEnd, long links, long linkCount) {}
