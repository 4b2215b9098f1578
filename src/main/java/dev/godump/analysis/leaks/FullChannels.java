package dev.godump.analysis.leaks;

import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.analysis.waits.WaitKind;
import dev.godump.types.layout.RecognizedStructure;
import java.io.IOException;
import java.util.Optional;

/** Channels with buffers that are mostly full, and the goroutines that wait to send more. */
final class FullChannels implements CauseDetector {
  private final SearchedHeap heap;

  FullChannels(SearchedHeap heap) {
    this.heap = heap;
  }

  @Override
  public Optional<LeakCause> detect(LeakCandidate candidate, HeldContents contents)
      throws IOException {
    RecognizedStructure channel = candidate.structure().orElse(null);
    if (candidate.kind() != Kind.CHANNEL
        || channel == null
        || channel.count() * 2 < channel.capacity()) {
      return Optional.empty();
    }
    long senders = channel.count() < channel.capacity() ? 0 : senders(channel.header());
    return Optional.of(new LeakCause.ChannelFills(channel.count(), channel.capacity(), senders));
  }

  private long senders(int channel) throws IOException {
    long count = 0;
    for (int goroutine = 0; goroutine < heap.stuck().size(); goroutine++) {
      boolean sends =
          heap.stuck().kind(goroutine).filter(kind -> kind == WaitKind.SEND).isPresent();
      count += sends && heap.awaited.of(goroutine, WaitKind.SEND).contains(channel) ? 1 : 0;
    }
    return count;
  }
}
