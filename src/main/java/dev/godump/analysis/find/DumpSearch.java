package dev.godump.analysis.find;

import dev.godump.analysis.find.Place.Region;
import dev.godump.format.DumpRecord;
import dev.godump.format.ObjectRecord;
import dev.godump.format.RecordContents;
import dev.godump.format.RecordKind;
import dev.godump.format.RecordReader;
import dev.godump.format.RecordVisitor;
import dev.godump.graph.load.PhantomFilter;
import dev.godump.graph.load.PhantomFilter.Verdict;
import dev.godump.io.BytePattern;
import dev.godump.io.PatternSearch;
import dev.godump.io.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Searches a dump for bytes in one pass, in constant memory: other threads search the file, and
 * this one reads the records and says which of them have the matches.
 */
public final class DumpSearch implements RecordVisitor {
  private static final int REPORT_EVERY = 1 << 14;

  private final List<BytePattern> patterns;
  private final PatternSearch occurrences;
  private final PhantomFilter phantoms;
  private final int maxPlaces;

  private final Map<Region, Long> matches = new EnumMap<>(Region.class);
  private final long[] matchesByPattern;
  private final List<Place> places = new ArrayList<>();

  /** The names of the record that is being read. */
  private final List<String> names = new ArrayList<>();

  private long objects;
  private long unlisted;
  private long acrossRecords;
  private long goroutine = -1;

  private DumpSearch(
      PatternSearch occurrences,
      List<BytePattern> patterns,
      DumpRecord.Params params,
      int maxPlaces) {
    this.patterns = patterns;
    this.occurrences = occurrences;
    this.maxPlaces = maxPlaces;
    this.phantoms = PhantomFilter.of(params);
    this.matchesByPattern = new long[patterns.size()];
  }

  /**
   * Searches a dump.
   *
   * @param maxPlaces most places to list, 0 for all
   * @param progress is called with the position now and then
   * @throws dev.godump.format.FormatException if it is not a readable dump
   */
  public static Occurrences of(
      Source source, List<BytePattern> patterns, int maxPlaces, LongConsumer progress)
      throws IOException {
    RecordReader reader = new RecordReader(source);
    DumpRecord.Params params = reader.readParams();
    try (PatternSearch occurrences = new PatternSearch(source, patterns)) {
      DumpSearch search = new DumpSearch(occurrences, patterns, params, maxPlaces);
      search.params(0, params);
      search.endRecord(reader.position());
      for (long records = 1; reader.next(search); records++) {
        search.endRecord(reader.position());
        if (records % REPORT_EVERY == 0) {
          progress.accept(reader.position());
        }
      }
      search.endRecord(reader.outcome().end());
      search.takeRest();
      return search.result(reader, source);
    }
  }

  private Occurrences result(RecordReader reader, Source source) throws IOException {
    return new Occurrences(
        matches,
        java.util.Arrays.stream(matchesByPattern).boxed().toList(),
        objects,
        List.copyOf(places),
        unlisted,
        acrossRecords,
        source.size(),
        reader.outcome());
  }

  @Override
  public void params(long position, DumpRecord.Params params) {
    names.add(params.arch());
    names.add(params.version());
  }

  @Override
  public void object(long position, ObjectRecord object) throws IOException {
    long address = object.address();
    Verdict verdict = phantoms.judge(address, object.size(), object.nextPointer() >= 0);
    RecordContents contents = object.contents();
    if (!occurrences.hasNextBefore(contents.position() + contents.present())) {
      return;
    }
    Region region = verdict == Verdict.PHANTOM ? Region.SPAN_END : Region.OBJECT;
    Place first = null;
    long count = 0;
    while (hasMatchIn(contents)) {
      if (count++ == 0) {
        first = place(region, address, object.size(), contents, "");
      }
      take(region);
    }
    if (first != null) {
      objects += region == Region.OBJECT ? 1 : 0;
      list(first.withMatches(count));
    }
  }

  @Override
  public void goroutine(long position, DumpRecord.Goroutine record) {
    goroutine = record.id();
    names.add(record.waitReason());
  }

  @Override
  public void frame(long position, DumpRecord.Frame frame, Words words) {
    RecordContents contents = frame.contents();
    takeEach(Region.FRAME, frame.sp(), contents, frame.function());
    names.add(frame.function());
  }

  @Override
  public void segment(long position, DumpRecord.Segment segment, Words words) {
    Region region = segment.kind() == RecordKind.DATA ? Region.DATA : Region.BSS;
    takeEach(region, segment.address(), segment.contents(), "");
  }

  @Override
  public void type(long position, DumpRecord.Type type) {
    names.add(type.name());
  }

  @Override
  public void otherRoot(long position, DumpRecord.OtherRoot root) {
    names.add(root.description());
  }

  @Override
  public void memProf(long position, DumpRecord.MemProf bucket) {
    for (DumpRecord.StackEntry call : bucket.stack()) {
      names.add(call.function());
      names.add(call.file());
    }
  }

  private void takeEach(Region region, long address, RecordContents contents, String function) {
    while (hasMatchIn(contents)) {
      list(place(region, address, contents.length(), contents, function));
      take(region);
    }
  }

  /**
   * Whether the next occurrence is in a record's contents; drops those that are not whole in it.
   */
  private boolean hasMatchIn(RecordContents contents) {
    long end = contents.position() + contents.present();
    while (occurrences.hasNextBefore(end)) {
      if (occurrences.position() >= contents.position() && occurrences.end() <= end) {
        return true;
      }
      acrossRecords++;
      occurrences.advance();
    }
    return false;
  }

  private Place place(
      Region region, long address, long size, RecordContents contents, String function) {
    return new Place(
        region,
        address,
        size,
        occurrences.position() - contents.position(),
        occurrences.pattern(),
        occurrences.position(),
        1,
        region == Region.FRAME ? goroutine : -1,
        function);
  }

  private void take(Region region) {
    matches.merge(region, 1L, Long::sum);
    matchesByPattern[occurrences.pattern()]++;
    occurrences.advance();
  }

  private void list(Place place) {
    if (maxPlaces == 0 || places.size() < maxPlaces) {
      places.add(place);
    } else {
      unlisted++;
    }
  }

  /** Takes the occurrences in the names of a record, and drops the others before its end. */
  private void endRecord(long end) {
    if (occurrences.hasNextBefore(end)) {
      long[] named = names.isEmpty() ? new long[patterns.size()] : matchesInNames();
      while (occurrences.hasNextBefore(end)) {
        if (named[occurrences.pattern()]-- > 0) {
          take(Region.NAME);
        } else {
          acrossRecords++;
          occurrences.advance();
        }
      }
    }
    names.clear();
  }

  /** Returns the number of matches in the names, by pattern. */
  private long[] matchesInNames() {
    long[] counts = new long[patterns.size()];
    for (String name : names) {
      byte[] text = name.getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < counts.length; i++) {
        int pattern = i;
        patterns.get(i).search(text, text.length, at -> counts[pattern]++);
      }
    }
    return counts;
  }

  private void takeRest() {
    while (occurrences.hasNextBefore(Long.MAX_VALUE)) {
      take(Region.REST);
    }
  }
}
