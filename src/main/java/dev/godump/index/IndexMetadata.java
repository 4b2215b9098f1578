package dev.godump.index;

import java.util.Map;
import java.util.TreeMap;

/**
 * What an index states about itself.
 *
 * @param godump version of the program that wrote it
 * @param dump path of the dump
 * @param identity of the dump
 * @param properties facts for later commands, by name
 */
public record IndexMetadata(
    String godump, String dump, DumpIdentity identity, Map<String, String> properties) {
  void write(SectionOutput out) {
    out.writeText(godump);
    out.writeText(dump);
    out.writeLong(identity.size());
    out.writeLong(identity.modified());
    out.writeLong(identity.hash());
    out.writeInt(properties.size());
    for (Map.Entry<String, String> entry : new TreeMap<>(properties).entrySet()) {
      out.writeText(entry.getKey());
      out.writeText(entry.getValue());
    }
  }

  static IndexMetadata read(SectionInput in) {
    String godump = in.readText();
    String dump = in.readText();
    DumpIdentity identity = new DumpIdentity(in.readLong(), in.readLong(), in.readLong());
    int count = in.readCount();
    Map<String, String> remembered = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      remembered.put(in.readText(), in.readText());
    }
    return new IndexMetadata(godump, dump, identity, remembered);
  }
}
