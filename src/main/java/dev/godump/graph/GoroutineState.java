package dev.godump.graph;

import dev.godump.format.DumpRecord;
import java.util.List;

/** The goroutines of a dump with their frames, defers and panics, in file order. */
public record GoroutineState(
    List<Goroutine> goroutines,
    Frames frames,
    List<DumpRecord.Defer> defers,
    List<DumpRecord.Panic> panics) {}
