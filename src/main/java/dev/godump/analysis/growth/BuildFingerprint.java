package dev.godump.analysis.growth;

import dev.godump.format.DumpRecord;
import dev.godump.format.RecordKind;
import dev.godump.graph.HeapGraph;
import java.util.List;
import java.util.Optional;

/**
 * What identifies the program that wrote a dump, and its build.
 *
 * @param arch GOARCH
 * @param pointerSize in bytes
 * @param goVersion as the dump states it; empty before Go 1.17
 * @param segments the data and BSS segments that were read
 */
public record BuildFingerprint(
    String arch, int pointerSize, String goVersion, List<Segment> segments) {

  /**
   * The location of a segment.
   *
   * @param address of its first byte
   * @param bytes its size
   */
  record Segment(RecordKind kind, long address, long bytes) {}

  static BuildFingerprint of(HeapGraph graph) {
    DumpRecord.Params params = graph.process().params();
    return new BuildFingerprint(
        params.arch(),
        params.pointerSize(),
        params.version(),
        graph.process().segments().stream()
            .map(s -> new Segment(s.kind(), s.address(), s.contents().length()))
            .toList());
  }

  /**
   * Returns why rows of another dump don't compare with rows of this one, as a clause; empty if
   * they do.
   */
  Optional<String> differenceFrom(BuildFingerprint other) {
    if (!arch.equals(other.arch) || pointerSize != other.pointerSize) {
      return Optional.of("another program: " + machine() + ", not " + other.machine());
    }
    if (!goVersion.equals(other.goVersion)) {
      return Optional.of("another program: built with " + goVersion + ", not " + other.goVersion);
    }
    if (segments.size() != other.segments.size() || segments.equals(other.segments)) {
      return Optional.empty();
    }
    return Optional.of(
        sizes().equals(other.sizes())
            ? "the program was loaded at another address: types named by an address don't compare"
            : "another build: its segments have other sizes, so globals don't compare");
  }

  private String machine() {
    return arch + " (" + 8 * pointerSize + "-bit)";
  }

  private List<Long> sizes() {
    return segments.stream().map(Segment::bytes).toList();
  }
}
