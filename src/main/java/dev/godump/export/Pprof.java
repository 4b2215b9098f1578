package dev.godump.export;

import com.google.perftools.profiles.ProfileProto.Function;
import com.google.perftools.profiles.ProfileProto.Label;
import com.google.perftools.profiles.ProfileProto.Line;
import com.google.perftools.profiles.ProfileProto.Location;
import com.google.perftools.profiles.ProfileProto.Mapping;
import com.google.perftools.profiles.ProfileProto.Profile;
import com.google.perftools.profiles.ProfileProto.Sample;
import com.google.perftools.profiles.ProfileProto.ValueType;
import dev.godump.analysis.stacks.HeapStacks;
import dev.godump.analysis.stacks.StackFrame;
import it.unimi.dsi.fastutil.objects.Object2LongOpenHashMap;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a profile for {@code go tool pprof}: one sample per stack of {@link HeapStacks}, with the
 * objects and bytes at its end. Each sample is written as a message of its own: concatenated
 * protocol buffers are one message with joined lists.
 *
 * <p>Frames are functions. The label {@code certainty} of a sample is that of its objects' types;
 * {@code recursion} is how often a folded end recurs.
 */
public final class Pprof {
  /**
   * The program that pprof shows as profiled.
   *
   * @param file name of the program, or of the dump if the program is unknown
   * @param buildId empty if unknown
   */
  public record ProfiledProgram(String file, String buildId) {}

  /** Id of the only mapping. */
  private static final long MAPPING = 1;

  private final HeapStacks stacks;
  private final boolean counts;
  private final OutputStream out;
  private final Object2LongOpenHashMap<String> indexByString = new Object2LongOpenHashMap<>();
  private final Object2LongOpenHashMap<StackFrame> idByFrame = new Object2LongOpenHashMap<>();
  private final Object2LongOpenHashMap<StackFrame> idByFunction = new Object2LongOpenHashMap<>();

  private Pprof(HeapStacks stacks, boolean counts, OutputStream out) {
    this.stacks = stacks;
    this.counts = counts;
    this.out = out;
  }

  /**
   * Writes a profile.
   *
   * @param profiled the program
   * @param comments lines about it
   * @param counts whether samples also have the counts of the allocation profile
   * @return the number of samples
   */
  public static long write(
      HeapStacks stacks,
      ProfiledProgram profiled,
      List<String> comments,
      boolean counts,
      OutputStream stream)
      throws IOException {
    GZIPOutputStream out = new GZIPOutputStream(stream, 1 << 16);
    long samples = new Pprof(stacks, counts, out).write(profiled, comments);
    out.finish();
    return samples;
  }

  private long write(ProfiledProgram profiled, List<String> comments) throws IOException {
    Profile.Builder head = Profile.newBuilder();
    // the first string of a profile must be empty
    string("", head);
    head.addSampleType(type("objects", "count", head)).addSampleType(type("space", "bytes", head));
    if (counts) {
      head.addSampleType(type("allocs", "count", head)).addSampleType(type("frees", "count", head));
    }
    head.setDefaultSampleType(string("space", head));
    head.setPeriodType(type("space", "bytes", head)).setPeriod(1);
    // the profile has all names, so pprof doesn't look for the executable
    head.addMapping(
        Mapping.newBuilder()
            .setId(MAPPING)
            .setFilename(string(profiled.file(), head))
            .setBuildId(string(profiled.buildId(), head))
            .setHasFunctions(true)
            .setHasFilenames(true)
            .setHasLineNumbers(true));
    for (String comment : comments) {
      head.addComment(string(comment, head));
    }
    head.build().writeTo(out);
    long samples = 0;
    for (int stack = 0; stack < stacks.idLimit(); stack++) {
      if (stacks.isUsed(stack)) {
        sample(stacks.get(stack));
        samples++;
      }
    }
    return samples;
  }

  private void sample(HeapStacks.Stack stack) throws IOException {
    Profile.Builder part = Profile.newBuilder();
    Sample.Builder sample = Sample.newBuilder().addValue(stack.objects()).addValue(stack.bytes());
    if (counts) {
      sample.addValue(stack.allocs()).addValue(stack.frees());
    }
    for (int i = stack.frames().size() - 1; i >= 0; i--) {
      sample.addLocationId(location(stack.frames().get(i), part));
    }
    if (!counts) {
      // stacks of allocations have calls, not types
      sample.addLabel(
          Label.newBuilder()
              .setKey(string("certainty", part))
              .setStr(string(stack.certainty().label(), part)));
    }
    if (stack.recursion() > 1) {
      sample.addLabel(
          Label.newBuilder()
              .setKey(string("recursion", part))
              .setNum(stack.recursion())
              .setNumUnit(string("times", part)));
    }
    part.addSample(sample).build().writeTo(out);
  }

  private long location(StackFrame frame, Profile.Builder part) {
    long known = idByFrame.getLong(frame);
    if (known != 0) {
      return known;
    }
    long id = idByFrame.size() + 1L;
    idByFrame.put(frame, id);
    part.addLocation(
        Location.newBuilder()
            .setId(id)
            .setMappingId(MAPPING)
            .addLine(Line.newBuilder().setFunctionId(function(frame, part)).setLine(frame.line())));
    return id;
  }

  private long function(StackFrame frame, Profile.Builder part) {
    StackFrame key = new StackFrame(frame.name(), frame.file(), 0, "");
    long known = idByFunction.getLong(key);
    if (known != 0) {
      return known;
    }
    long id = idByFunction.size() + 1L;
    idByFunction.put(key, id);
    // no system name: pprof takes an equal one for mangled and removes brackets
    part.addFunction(
        Function.newBuilder()
            .setId(id)
            .setName(string(frame.name(), part))
            .setFilename(string(frame.file(), part)));
    return id;
  }

  private ValueType type(String type, String unit, Profile.Builder part) {
    return ValueType.newBuilder().setType(string(type, part)).setUnit(string(unit, part)).build();
  }

  /** Returns the index of a string in the table; a new one is written with the part. */
  private long string(String text, Profile.Builder part) {
    if (indexByString.containsKey(text)) {
      return indexByString.getLong(text);
    }
    long index = indexByString.size();
    indexByString.put(text, index);
    part.addStringTable(text);
    return index;
  }
}
