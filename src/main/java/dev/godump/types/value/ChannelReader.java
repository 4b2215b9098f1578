package dev.godump.types.value;

import dev.godump.binary.type.GoType;
import dev.godump.graph.Goroutine;
import dev.godump.graph.ProcessState;
import dev.godump.types.HeapTypes;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads channels (runtime/chan.go): what is in their buffers and who waits for them. */
final class ChannelReader {
  /** Goroutines that are listed as waiting. */
  private static final int MOST_WAITING = 1000;

  private final ValueReader values;
  private final HeapTypes types;
  private final ProcessState process;
  private Long2LongOpenHashMap goroutines;

  ChannelReader(ValueReader values, HeapTypes types, ProcessState process) {
    this.values = values;
    this.types = types;
    this.process = process;
  }

  GoValue read(GoType channel, long address, int nested, int followed) throws IOException {
    GoType header = types.channelHeader(channel);
    StructReader named = new StructReader(header, values.place(address));
    if (!named.there()) {
      return new GoValue.Unknown(
          "channel at " + ValueReader.hex(address) + " that is not in the dump");
    }
    long length = named.number("qcount");
    long capacity = named.number("dataqsiz");
    if (length < 0 || capacity < length) {
      return new GoValue.Unknown("no channel: " + length + " of " + capacity + " elements");
    }
    List<GoValue> first = new ArrayList<>();
    GoType elem = channel.elem();
    if (elem != null) {
      long buffer = named.number("buf");
      long next = named.number("recvx");
      for (long i = 0; i < Math.min(length, values.limits().elements()); i++) {
        ValueLocation place = values.place(buffer + (next + i) % capacity * elem.size());
        first.add(values.read(elem, place, nested + 1, followed));
      }
    }
    return new GoValue.Channel(
        address,
        length,
        capacity,
        named.number("closed") != 0,
        List.copyOf(first),
        elem,
        waiting(named.number("recvq")),
        waiting(named.number("sendq")));
  }

  /** The goroutines in a list of sudogs. */
  private List<Long> waiting(long sudog) throws IOException {
    List<Long> ids = new ArrayList<>();
    int word = values.wordSize();
    long nextOffset = types.sudogNext();
    for (long at = sudog; at != 0 && nextOffset >= 0 && ids.size() < MOST_WAITING; ) {
      ValueLocation place = values.place(at);
      if (!place.holds(0, word) || !place.holds(nextOffset, word)) {
        break;
      }
      long id = goroutines().get(place.number(0, word));
      if (id >= 0) {
        ids.add(id);
      }
      at = place.number(nextOffset, word);
    }
    return List.copyOf(ids);
  }

  private Long2LongOpenHashMap goroutines() {
    if (goroutines == null) {
      goroutines = new Long2LongOpenHashMap();
      goroutines.defaultReturnValue(-1);
      for (Goroutine goroutine : process.goroutines()) {
        goroutines.put(goroutine.record().address(), goroutine.id());
      }
    }
    return goroutines;
  }
}
