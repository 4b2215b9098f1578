package dev.godump.index;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
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
  private static final int MAX_PROPERTIES = 1000;

  void write(DataOutputStream out) throws IOException {
    out.writeUTF(godump);
    out.writeUTF(dump);
    out.writeLong(identity.size());
    out.writeLong(identity.modified());
    out.writeLong(identity.hash());
    out.writeInt(properties.size());
    for (Map.Entry<String, String> entry : new TreeMap<>(properties).entrySet()) {
      out.writeUTF(entry.getKey());
      out.writeUTF(entry.getValue());
    }
  }

  static IndexMetadata read(DataInputStream in) throws IOException {
    String godump = in.readUTF();
    String dump = in.readUTF();
    DumpIdentity identity = new DumpIdentity(in.readLong(), in.readLong(), in.readLong());
    int count = in.readInt();
    if (count < 0 || count > MAX_PROPERTIES) {
      throw new DamagedIndexException("it remembers " + count + " things");
    }
    Map<String, String> remembered = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      remembered.put(in.readUTF(), in.readUTF());
    }
    return new IndexMetadata(godump, dump, identity, remembered);
  }
}
