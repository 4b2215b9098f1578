package dev.godump.report;

import dev.godump.graph.HeapGraph;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.value.ValueText;
import dev.godump.types.Certainty;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import dev.godump.types.program.Program;
import dev.godump.types.value.EntryKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** How an object is called in text and JSON: its type where that is known, else its shape. */
public final class ObjectText {
  private final HeapGraph graph;
  private final HeapTypes types;
  private final String[] textByShape;
  private final RootText roots;
  private final Optional<EntryKeys> keys;

  /**
   * @param program that wrote the dump, if it is known
   */
  public ObjectText(HeapGraph graph, HeapTypes types, Optional<Program> program) {
    this(graph, types, new RootText(graph, types.rootNames(), program), Optional.empty());
  }

  private ObjectText(HeapGraph graph, HeapTypes types, RootText roots, Optional<EntryKeys> keys) {
    this.graph = graph;
    this.types = types;
    this.roots = roots;
    this.keys = keys;
    this.textByShape = new String[graph.shapes().size()];
  }

  /** The same, but entries of maps are called by their keys, which can be secret. */
  public ObjectText withKeys(EntryKeys entryKeys) {
    return new ObjectText(graph, types, roots, Optional.of(entryKeys));
  }

  /** How roots are called. */
  RootText roots() {
    return roots;
  }

  /**
   * What an offset of an object's slot is called: {@code .buf}, {@code [3].name}, {@code ["k17"]},
   * {@code *} of a pointer that is all of it; empty where its type doesn't tell.
   */
  Optional<String> fieldAt(int object, long offset) {
    try {
      Optional<EntryKeys.ElementPart> entry =
          keys.isEmpty() ? Optional.empty() : keys.get().entryAt(object, offset);
      return entry.isPresent()
          ? entry.map(e -> "[" + ValueText.line(e.key(), e.type()) + "]" + e.path())
          : types.fieldName(object, offset).or(() -> onlyPointer(object));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one pointer of a value that has no fields. */
  private Optional<String> onlyPointer(int object) {
    return typeOf(object)
        .filter(type -> type.element() != null)
        .flatMap(
            type ->
                switch (type.element().kind()) {
                  case POINTER, UNSAFE_POINTER, MAP, CHAN, FUNC -> Optional.of("*");
                  case INTERFACE, STRING, SLICE -> Optional.of(".data");
                  default -> Optional.empty();
                });
  }

  /** The type, marked where it isn't certain, or the shape. */
  public String labelOf(int object) {
    return typeOf(object).map(ObjectType::label).orElseGet(() -> shapeOf(object));
  }

  /** What type an address is the descriptor of, in words. */
  Optional<String> describedType(long address) {
    return types.typeOfDescriptor(address).map(type -> "type " + type.name());
  }

  /** A type's name, marked where it isn't certain. */
  static String typeLabel(String name, Certainty certainty) {
    return new ObjectType(name, certainty).label();
  }

  public Optional<ObjectType> typeOf(int object) {
    return types.typeOf(object);
  }

  /** Names of types that an object of unknown type could be of. */
  List<String> candidateTypesOf(int object) {
    return types.candidateNames(object);
  }

  public String shapeOf(int object) {
    int number = graph.shape(object);
    if (textByShape[number] == null) {
      textByShape[number] = graph.shapes().get(number).toString();
    }
    return textByShape[number];
  }

  /** Bytes of an object's slot that come before its value. */
  int headerSizeOf(int object) {
    return types.headerSize(object);
  }

  public long addressOf(int object) {
    return graph.objects().address(object);
  }

  public long sizeOf(int object) {
    return graph.objects().size(object);
  }

  /** The fields that every JSON object about an object begins with. */
  Json.Fields json(int object) {
    return Json.fields()
        .with("address", Amounts.address(addressOf(object)))
        .with("size", sizeOf(object))
        .with("type", typeOf(object).map(ObjectType::name).orElse(null))
        .with(
            "certainty",
            typeOf(object).map(ObjectType::certainty).orElse(Certainty.UNKNOWN).label())
        .with("count", typeOf(object).map(ObjectType::count).orElse(null))
        .with("shape", shapeOf(object));
  }
}
