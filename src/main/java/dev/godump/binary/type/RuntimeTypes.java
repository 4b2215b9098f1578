package dev.godump.binary.type;

import dev.godump.binary.file.Executable;
import dev.godump.binary.runtime.ModuleData;
import dev.godump.binary.type.GoType.Field;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.binary.type.GoType.Parts;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayFIFOQueue;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The types that have a type descriptor in a program. Even stripped programs have them. Not
 * thread-safe.
 */
public final class RuntimeTypes {
  private final TypeWords words;
  private final Descriptors descriptors;
  private final TypeNames names;
  private final ModuleData module;
  private final int wordSize;

  private final Long2ObjectOpenHashMap<Optional<GoType>> typeByAddress =
      new Long2ObjectOpenHashMap<>();

  /**
   * @param module the module data with the ranges of the descriptors
   * @param minor the minor version of Go: 24 for a program that Go 1.24 built
   * @param allocated the heap, which can contain descriptors that package reflect created
   */
  public RuntimeTypes(
      Executable executable, ModuleData module, int minor, AllocatedMemory allocated) {
    this.words = new TypeWords(executable, allocated);
    this.descriptors = new Descriptors(words, module, minor);
    this.names =
        new TypeNames(
            words, descriptors, address -> typeByAddress.getOrDefault(address, Optional.empty()));
    this.module = module;
    this.wordSize = executable.pointerSize();
  }

  /** Returns the type with a descriptor at a link-time address. */
  public Optional<GoType> at(long address) {
    Optional<GoType> type = typeByAddress.get(address);
    if (type == null) {
      type = descriptors.isPlausible(address) ? Optional.of(read(address)) : Optional.empty();
      typeByAddress.put(address, type);
    }
    return type;
  }

  /**
   * Reports whether the data word of an interface with this dynamic type contains the value itself,
   * not a pointer to it.
   *
   * @param descriptor address of a descriptor
   */
  public boolean isDirect(long descriptor) {
    return descriptors.isDirect(descriptor);
  }

  /**
   * Returns the offsets of the pointers that the collector follows, from the descriptor's mask. The
   * mask excludes pointers to types outside of the heap, such as the runtime's spans.
   *
   * @param descriptor address of a descriptor
   * @return byte offsets in ascending order; null if the file has no mask (large types, and many
   *     since Go 1.22), so that the caller has to use the fields
   */
  public long @Nullable [] pointerOffsets(long descriptor) {
    return descriptors.pointerOffsets(descriptor);
  }

  /**
   * Returns all types by address: those that the module lists, their parts, and whatever else in
   * its range looks like a descriptor.
   */
  public List<GoType> all() {
    LongOpenHashSet seen = new LongOpenHashSet();
    LongArrayFIFOQueue queue = new LongArrayFIFOQueue();
    if (module.typeDescriptors().end() > 0) {
      for (long at = module.typeDescriptors().start(); at < module.typeDescriptors().end(); ) {
        long size = descriptors.isPlausible(at) ? descriptors.packedSize(at) : 0;
        if (size > 0) {
          queue.enqueue(at);
        }
        at += Math.max(wordSize, size);
      }
    } else {
      long links =
          Math.min(module.typelinks().count(), (module.types().end() - module.types().start()) / 4);
      for (long i = 0; i < links; i++) {
        queue.enqueue(
            module.types().start() + (int) words.unsigned(module.typelinks().address() + 4 * i, 4));
      }
      for (long at = module.types().start(); at < module.types().end(); at += 32) {
        if (descriptors.isPlausible(at)) {
          queue.enqueue(at);
        }
      }
    }
    List<GoType> found = new ArrayList<>();
    while (!queue.isEmpty()) {
      long at = queue.dequeueLong();
      if (seen.add(at)) {
        at(at).ifPresent(type -> addWithParts(type, found, queue));
      }
    }
    found.sort((a, b) -> Long.compareUnsigned(a.descriptor(), b.descriptor()));
    return found;
  }

  private void addWithParts(GoType type, List<GoType> found, LongArrayFIFOQueue queue) {
    found.add(type);
    Parts parts = type.parts();
    enqueue(parts.elem(), queue);
    enqueue(parts.key(), queue);
    enqueue(parts.groups(), queue);
    parts.fields().forEach(field -> enqueue(field.type(), queue));
  }

  private static void enqueue(@Nullable GoType type, LongArrayFIFOQueue queue) {
    if (type != null && type.descriptor() != 0) {
      queue.enqueue(type.descriptor());
    }
  }

  private GoType read(long at) {
    return new GoType(
        names.nameOf(at), descriptors.kind(at), descriptors.size(at), at, () -> parts(at));
  }

  private Parts parts(long at) {
    long body = descriptors.body(at);
    return switch (descriptors.kind(at)) {
      case POINTER, SLICE -> Parts.of(typeOfPointer(body));
      case CHAN -> Parts.of(typeOfPointer(body));
      case ARRAY -> arrayParts(at, body);
      case MAP -> Parts.map(typeOfPointer(body + wordSize), typeOfPointer(body), mapStorage(body));
      case STRUCT -> Parts.struct(fields(at));
      case INTERFACE ->
          Parts.interfaceOf((int) Math.min(words.word(body + 2L * wordSize), 1 << 16));
      default -> Parts.NONE;
    };
  }

  /** Returns the type of a map's buckets or groups. */
  private @Nullable GoType mapStorage(long body) {
    GoType listed = typeOfPointer(body + 2L * wordSize);
    GoType key = typeOfPointer(body);
    GoType elem = typeOfPointer(body + wordSize);
    long at = words.pointer(body + 2L * wordSize);
    if (!words.isAllocated(at) || key == null || elem == null) {
      return listed;
    }
    if (listed == null || listed.fields().size() < 2) {
      return MapBuckets.bucketOf(key, elem, words.word(at), wordSize);
    }
    String name = "group<" + key.name() + "," + elem.name() + ">";
    return new GoType(
        name, Kind.STRUCT, listed.size(), 0, () -> Parts.struct(asDeclared(listed.fields())));
  }

  /**
   * Renames the fields of a group that package reflect created. It can only create exported fields:
   * Ctrl, Slots, Key, Elem.
   */
  private static List<Field> asDeclared(List<Field> made) {
    return made.stream()
        .map(
            field ->
                new Field(
                    field.name().toLowerCase(Locale.ROOT),
                    field.offset(),
                    field.type(),
                    field.embedded()))
        .toList();
  }

  private Parts arrayParts(long at, long body) {
    GoType elem = typeOfPointer(body);
    long length = words.word(body + 2L * wordSize);
    long size = descriptors.size(at);
    boolean fits =
        elem != null && length >= 0 && (elem.size() == 0 || length == size / elem.size());
    return fits ? Parts.array(elem, length) : Parts.NONE;
  }

  private @Nullable GoType typeOfPointer(long pointer) {
    return at(words.pointer(pointer)).orElse(null);
  }

  private List<Field> fields(long at) {
    long body = descriptors.body(at);
    long array = words.pointer(body + wordSize);
    long count = words.word(body + 2L * wordSize);
    long size = descriptors.size(at);
    if (count < 0 || count > Descriptors.MAX_FIELDS || (!words.isReadable(array, 1) && count > 0)) {
      return List.of();
    }
    List<Field> fields = new ArrayList<>();
    boolean marksEmbedded = descriptors.marksEmbeddedFields();
    for (long i = 0; i < count; i++) {
      long entry = array + i * 3 * wordSize;
      TypeWords.Name name = descriptors.nameAt(words.pointer(entry));
      GoType type = typeOfPointer(entry + wordSize);
      long offset = words.word(entry + 2L * wordSize);
      boolean embedded =
          (name != null && (name.embedded() || name.text().isEmpty()))
              || (marksEmbedded && (offset & 1) != 0);
      offset = marksEmbedded ? offset >>> 1 : offset;
      if (type == null || offset < 0 || offset > size - type.size()) {
        return List.of();
      }
      String text = name == null || name.text().isEmpty() ? lastPart(type.name()) : name.text();
      fields.add(new Field(text, offset, type, embedded));
    }
    return List.copyOf(fields);
  }

  private static String lastPart(String name) {
    int end = name.indexOf('[') > 0 ? name.indexOf('[') : name.length();
    return name.substring(Math.max(name.lastIndexOf('.', end), name.startsWith("*") ? 0 : -1) + 1);
  }
}
