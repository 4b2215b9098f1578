package dev.godump.types.value;

import dev.godump.binary.type.GoType;
import dev.godump.graph.Goroutine;
import dev.godump.graph.ProcessState;
import dev.godump.types.RuntimeStructures;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads channels (runtime/chan.go): their buffers, and the goroutines waiting on them. */
final class ChannelReader {
  /** The most waiting goroutines to read in each direction. */
  private static final int MAX_WAITING = 1000;

  /** The id of no goroutine. */
  private static final long NONE = -1;

  private final ValueReader values;
  private final RuntimeStructures runtime;
  private final ProcessState process;
  private @Nullable Long2LongOpenHashMap goroutineByAddress;

  ChannelReader(ValueReader values, RuntimeStructures runtime, ProcessState process) {
    this.values = values;
    this.runtime = runtime;
    this.process = process;
  }

  GoValue read(GoType channel, long address, Depth depth) throws IOException {
    GoType header = runtime.channelHeader(channel);
    StructReader named = new StructReader(header, values.location(address));
    if (!named.isPresent()) {
      return new GoValue.Unknown(
          "channel at " + ValueReader.hex(address) + " that is not in the dump");
    }
    long length = named.field("qcount");
    long capacity = named.field("dataqsiz");
    if (length < 0 || capacity < length) {
      return new GoValue.Unknown("no channel: " + length + " of " + capacity + " elements");
    }
    List<GoValue> first = new ArrayList<>();
    GoType elem = channel.elem();
    if (elem != null) {
      long buffer = named.field("buf");
      long next = named.field("recvx");
      for (long i = 0; i < Math.min(length, values.limits().elements()); i++) {
        ValueLocation location = values.location(buffer + (next + i) % capacity * elem.size());
        first.add(values.read(elem, location, depth.inside()));
      }
    }
    return new GoValue.Channel(
        address,
        length,
        capacity,
        named.field("closed") != 0,
        List.copyOf(first),
        elem,
        waiting(named.field("recvq")),
        waiting(named.field("sendq")));
  }

  /** The ids of the goroutines in a list of sudogs. */
  private List<Long> waiting(long sudog) throws IOException {
    List<Long> ids = new ArrayList<>();
    int word = values.wordSize();
    long nextOffset = runtime.sudogNext();
    for (long at = sudog; at != 0 && ids.size() < MAX_WAITING; ) {
      ValueLocation location = values.location(at);
      if (!location.isPresent(0, word) || !location.isPresent(nextOffset, word)) {
        break;
      }
      long id = goroutineByAddress().get(location.unsigned(0, word));
      if (id != NONE) {
        ids.add(id);
      }
      at = location.unsigned(nextOffset, word);
    }
    return List.copyOf(ids);
  }

  private Long2LongOpenHashMap goroutineByAddress() {
    Long2LongOpenHashMap known = goroutineByAddress;
    if (known == null) {
      known = new Long2LongOpenHashMap();
      known.defaultReturnValue(NONE);
      for (Goroutine goroutine : process.goroutines()) {
        known.put(goroutine.record().address(), goroutine.id());
      }
      goroutineByAddress = known;
    }
    return known;
  }
}
