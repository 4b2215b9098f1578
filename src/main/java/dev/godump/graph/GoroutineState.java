package dev.godump.graph;

import dev.godump.format.DumpRecord;
import java.util.List;

/** What a dump says of goroutines, in file order. */
public record GoroutineState(
    List<Goroutine> goroutines,
    Frames frames,
    List<DumpRecord.Defer> defers,
    List<DumpRecord.Panic> panics) {}
