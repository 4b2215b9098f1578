package dev.godump.export.hprof;

import java.io.IOException;
import java.util.List;

/**
 * Writes class records, and the classes that readers of Java heap dumps require. Every class is a
 * root (a sticky class), so no object retains it.
 */
final class ClassWriter {
  static final String STRING = "java/lang/String";

  private static final int CLASS_DUMP = 0x20;
  private static final int STICKY_CLASS = 0x05;

  /** Serial number of the empty stack trace of all objects. */
  static final int NO_TRACE = 1;

  private static final String[] ARRAYS = {"[Z", "[C", "[F", "[D", "[B", "[S", "[I", "[J"};

  /** NetBeans needs these to compute retained sizes. */
  private static final String[] REFERENCES = {"Soft", "Weak", "Final", "Phantom"};

  private final HprofWriter out;
  private final SyntheticIds ids;
  private int serial;
  private long object;
  private long objectArray;
  private long byteArray;
  private long string;
  private long thread;

  /** A field of a class; the type is a basic type of the format. */
  record Field(String name, int type) {
    private static final int OBJECT = 2;
    private static final int BOOLEAN = 4;
    private static final int FLOAT = 6;
    private static final int DOUBLE = 7;
    private static final int BYTE = 8;
    private static final int SHORT = 9;
    private static final int INT = 10;
    private static final int LONG = 11;

    static Field reference(String name) {
      return new Field(name, OBJECT);
    }

    /**
     * @param size bytes: 1, 2, 4 or 8
     */
    static Field number(String name, int size) {
      return new Field(name, size == 1 ? BYTE : size == 2 ? SHORT : size == 4 ? INT : LONG);
    }

    /**
     * @param size bytes: 4 or 8
     */
    static Field floating(String name, int size) {
      return new Field(name, size == 4 ? FLOAT : DOUBLE);
    }

    static Field bool(String name) {
      return new Field(name, BOOLEAN);
    }

    boolean isReference() {
      return type == OBJECT;
    }

    /** Returns its bytes in an instance. */
    int size(int wordSize) {
      return switch (type) {
        case OBJECT -> wordSize;
        case BOOLEAN, BYTE -> 1;
        case SHORT -> 2;
        case FLOAT, INT -> 4;
        default -> 8;
      };
    }
  }

  ClassWriter(HprofWriter out, SyntheticIds ids) {
    this.out = out;
    this.ids = ids;
  }

  /** Writes the classes that readers require. */
  void begin() throws IOException {
    int word = out.idSize();
    object = write("java/lang/Object", 0, 2 * word, List.of());
    write("java/lang/Class", object, 2 * word, List.of());
    write("java/lang/ClassLoader", object, 2 * word, List.of());
    long reference =
        write("java/lang/ref/Reference", object, 3 * word, List.of(Field.reference("referent")));
    for (String kind : REFERENCES) {
      write("java/lang/ref/" + kind + "Reference", reference, 3 * word, List.of());
    }
    string = write(STRING, object, 3 * word, List.of(Field.reference("value")));
    thread =
        write(
            "java/lang/Thread",
            object,
            3 * word + 8,
            List.of(Field.reference("name"), Field.number("tid", 8)));
    for (String array : ARRAYS) {
      long id = write(array, object, 2 * word, List.of());
      if (array.equals("[B")) {
        byteArray = id;
      }
    }
    objectArray = write("[Ljava/lang/Object;", object, 2 * word, List.of());
  }

  long objectArray() {
    return objectArray;
  }

  long byteArray() {
    return byteArray;
  }

  /** Returns the id of java.lang.String, for names that are not in the heap. */
  long string() {
    return string;
  }

  long thread() {
    return thread;
  }

  /**
   * Returns the bytes before an array's elements in the view of readers: NetBeans counts two words
   * and eight bytes; Eclipse MAT two words and four bytes, rounded up to the same.
   */
  static int arrayHeader(int wordSize) {
    return 2 * wordSize + 8;
  }

  /** Returns a field of one machine word. */
  Field wordField(String name) {
    return Field.number(name, out.idSize());
  }

  /**
   * Writes a class and returns its id.
   *
   * @param parent id of its superclass, or 0
   * @param size of instances in the class record, in bytes
   */
  long write(String name, long parent, int size, List<Field> fields) throws IOException {
    long id = load(name);
    start(id, parent, size, 0, fields.size() * (out.idSize() + 1));
    out.u2(fields.size());
    for (Field field : fields) {
      out.id(out.nameId(field.name())).u1(field.type());
    }
    return id;
  }

  /** Writes a class with only static fields, which refer to objects. */
  void writeStatics(long id, List<String> names, List<Long> values) throws IOException {
    start(id, object, 2 * out.idSize(), names.size(), names.size() * (2 * out.idSize() + 1));
    for (int i = 0; i < names.size(); i++) {
      out.id(out.nameId(names.get(i))).u1(Field.OBJECT).id(values.get(i));
    }
    out.u2(0);
  }

  private void start(long id, long parent, int size, int statics, int bytes) throws IOException {
    out.startPart(STICKY_CLASS, out.idSize()).id(id);
    out.startPart(CLASS_DUMP, 7L * out.idSize() + 14 + bytes);
    out.id(id).u4(NO_TRACE).id(parent);
    for (int i = 0; i < 5; i++) {
      out.id(0);
    }
    out.u4(size).u2(0).u2(statics);
  }

  /** Writes the load record of a class and returns the class id; the class must follow. */
  long load(String name) throws IOException {
    long id = ids.take();
    out.loadClass(++serial, id, readable(name));
    return id;
  }

  /** Returns the serial number of the last loaded class. */
  int serial() {
    return serial;
  }

  /** Changes names with a leading bracket or trailing brackets, which readers take for arrays. */
  private static String readable(String name) {
    boolean java = name.matches("\\[[A-Z]|\\[Ljava/lang/Object;");
    if (java) {
      return name;
    }
    String text = name.startsWith("[") ? "array" + name : name;
    return text.endsWith("[]") ? text + " " : text;
  }
}
