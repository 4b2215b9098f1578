package dev.godump.core;

import dev.godump.binary.type.GoType;
import dev.godump.format.DumpRecord;
import dev.godump.format.RecordWriter;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.IOException;
import java.util.OptionalLong;

/** Writes the itabs in the runtime's table, each after its type (runtime/iface.go itabTable). */
final class ItabRecords {
  private static final long MAX_SIZE = 1 << 24;

  private final GoProcess process;
  private final RuntimeVariables variables;

  ItabRecords(GoProcess process, RuntimeVariables variables) {
    this.process = process;
    this.variables = variables;
  }

  void write(RecordWriter out) throws IOException {
    OptionalLong variable = variables.itabTable();
    if (variable.isEmpty()) {
      return;
    }
    CoreMemory memory = process.memory();
    long table = memory.word(variable.getAsLong());
    long entries = table + process.layout().offset("itabTableType.entries");
    long size = Math.min(memory.word(table), MAX_SIZE);
    LongOpenHashSet seen = new LongOpenHashSet();
    for (long i = 0; i < size && memory.isKnown(entries + 8 * i, 8); i++) {
      long itab = memory.word(entries + 8 * i);
      long type = itab == 0 ? 0 : memory.word(itab + 8);
      if (type != 0) {
        GoType described = process.types().at(type).orElse(null);
        if (described != null && seen.add(type)) {
          out.type(new DumpRecord.Type(type, described.size(), name(described), true));
        }
        out.itab(new DumpRecord.Itab(itab, type));
      }
    }
  }

  /** Returns a name as heapdump.go dumptype writes it: of a pointer type, only the package. */
  private static String name(GoType type) {
    String name = type.name();
    if (type.kind() != GoType.Kind.POINTER || !name.startsWith("*")) {
      return name;
    }
    int end = name.indexOf('[') < 0 ? name.length() : name.indexOf('[');
    int dot = name.lastIndexOf('.', end);
    return dot < 0 ? name : name.substring(1, dot + 1);
  }
}
