package dev.godump.binary.dwarf;

import dev.godump.binary.type.GoType.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A debugging information entry, written by {@link TinyDwarf}. */
public final class Die {
  /** An address, written as an index since DWARF 5. */
  record Address(long value) {}

  /** An address, always written as such. */
  record Plain(long value) {}

  /** The offset of a list in another section. */
  record ListOffset(int offset) {}

  final int tag;
  final Map<Integer, Object> attributes = new LinkedHashMap<>();
  final List<Die> children = new ArrayList<>();
  int offset;

  Die(int tag, String name) {
    this.tag = tag;
    if (name != null) {
      attributes.put(Attribute.NAME, name);
    }
  }

  Die with(int attribute, Object value) {
    attributes.put(attribute, value);
    return this;
  }

  /** Adds a child and returns it. */
  Die add(int childTag, String name) {
    Die child = new Die(childTag, name);
    children.add(child);
    return child;
  }

  Die kind(Kind kind) {
    return with(Attribute.GO_KIND, (long) kind.number());
  }

  Die size(long bytes) {
    return with(Attribute.BYTE_SIZE, bytes);
  }

  Die type(Die type) {
    return with(Attribute.TYPE, type);
  }

  /** A field of this struct; returns the struct. */
  public Die field(String name, long at, Die type) {
    add(Tag.MEMBER, name)
        .with(Attribute.DATA_MEMBER_LOCATION, at)
        .type(type)
        .with(Attribute.GO_EMBEDDED_FIELD, false);
    return this;
  }

  /** A local variable of this function or block; returns the variable. */
  public Die local(String name, Die type, Object location) {
    return add(Tag.VARIABLE, name).type(type).with(Attribute.LOCATION, location);
  }

  /** A parameter of this function; returns the parameter. */
  public Die parameter(String name, Die type, Object location) {
    return add(Tag.FORMAL_PARAMETER, name)
        .with(Attribute.VARIABLE_PARAMETER, false)
        .type(type)
        .with(Attribute.LOCATION, location);
  }

  /** A block of this function with code from {@code low} up to {@code high}; returns the block. */
  public Die block(long low, long high) {
    return add(Tag.LEXICAL_BLOCK, null)
        .with(Attribute.LOW_PC, new Address(low))
        .with(Attribute.HIGH_PC, new Address(high));
  }
}
