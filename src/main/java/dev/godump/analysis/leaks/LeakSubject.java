package dev.godump.analysis.leaks;

/**
 * The name of a suspect in words of the source.
 *
 * @param name of the variable or field: {@code main.conns}, {@code raft.MemoryStorage.ents}; or
 *     what it is if it has no name
 * @param type of the variable or field, such as {@code map[int]*main.conn}; empty if unknown
 * @param size such as {@code len 20,252}; empty if unknown
 */
public record LeakSubject(String name, String type, String size) {
  /** Name, type and size in one line. */
  public String text() {
    String typed = type.isEmpty() ? name : name.isEmpty() ? type : name + "  " + type;
    return size.isEmpty() ? typed : typed + ", " + size;
  }
}
