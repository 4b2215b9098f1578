package dev.godump.binary.dwarf;

import dev.godump.binary.dwarf.LocalVariable.Role;
import dev.godump.binary.dwarf.Piece.Location;
import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.binary.type.GoType.Parts;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the variables and parameters in scope at a pc, including those of inlined calls, and their
 * locations. For the return address of an outer frame use {@link #atCall}: the address itself may
 * be in another scope or another function. Not thread-safe.
 */
public final class Locals {
  private static final int CALL_FRAME_CFA = 0x9c;
  private static final int MAX_CHAIN = 8;

  /** The budget of all look-ups together, some seconds. */
  private static final long MAX_STEPS = 1L << 28;

  /**
   * After this number of damaged functions, look-ups return nothing: each can cost as much as
   * reading a whole unit.
   */
  private static final int MAX_DAMAGED = 16;

  private final Dwarf dwarf;
  private final DwarfTypes types;
  private final EntryCursor entry;
  private final EntryCursor origin;
  private final WorkBudget budget = new WorkBudget("info", MAX_STEPS);
  private final PcRanges ranges;
  private final LocationLists locations;
  private int damagedFunctions;

  public Locals(Dwarf dwarf, DwarfTypes types) {
    this.dwarf = dwarf;
    this.types = types;
    this.entry = dwarf.newCursor();
    this.origin = dwarf.newCursor();
    this.ranges = new PcRanges(dwarf.sections(), budget);
    this.locations = new LocationLists(dwarf.sections(), budget);
  }

  /**
   * Returns the variables in scope at a pc, outer functions and scopes first.
   *
   * @param pc link-time
   * @return empty if no function contains the pc, or its frame base is not the CFA (C)
   */
  public List<LocalVariable> at(long pc) {
    return at(pc, pc);
  }

  /**
   * Returns the variables in scope at a call. A variable that is in a register before the call and
   * in the frame after it is in the frame during the call.
   *
   * @param returnAddress link-time
   */
  public List<LocalVariable> atCall(long returnAddress) {
    return at(returnAddress - 1, returnAddress);
  }

  private List<LocalVariable> at(long pc, long returnAddress) {
    List<LocalVariable> found = new ArrayList<>();
    int function = functionEntry(pc);
    try {
      if (function != EntryCursor.NONE && entry.moveTo(function) && hasCfaFrameBase()) {
        collect(pc, returnAddress, found);
      }
    } catch (DwarfException e) {
      damagedFunctions++;
      dwarf.addWarning(e);
    }
    return found;
  }

  /**
   * Returns the variables that a function's closures capture, by offset. Empty for programs built
   * by Go 1.22 or earlier, which don't record them.
   *
   * @param pc any pc of the function
   */
  public List<CapturedVariable> capturedBy(long pc) {
    List<CapturedVariable> found = new ArrayList<>();
    int function = functionEntry(pc);
    try {
      if (function != EntryCursor.NONE && entry.moveTo(function) && entry.hasChildren()) {
        int depth = 1;
        while (depth > 0) {
          boolean isEntry = entry.moveToNext();
          budget.spend(1);
          if (!isEntry) {
            depth--;
            continue;
          }
          if (depth == 1 && entry.has(Attribute.GO_CLOSURE_OFFSET)) {
            addCaptured(found);
          }
          depth += entry.hasChildren() ? 1 : 0;
        }
      }
    } catch (DwarfException e) {
      damagedFunctions++;
      dwarf.addWarning(e);
    }
    found.sort(Comparator.comparingLong(CapturedVariable::offset));
    return found;
  }

  private int functionEntry(long pc) {
    return damagedFunctions < MAX_DAMAGED ? dwarf.index().entryOfFunction(pc) : EntryCursor.NONE;
  }

  private void addCaptured(List<CapturedVariable> found) {
    long offset = entry.number(Attribute.GO_CLOSURE_OFFSET, 0);
    seekOrigin();
    GoType type = types.referredType(origin, Attribute.TYPE);
    String name = origin.text(Attribute.NAME);
    if (offset > 0 && type != null && !name.isEmpty()) {
      found.add(new CapturedVariable(name, offset, type));
    }
  }

  private boolean hasCfaFrameBase() {
    SectionReader base = entry.expression(Attribute.FRAME_BASE);
    return base != null
        && base.position() + 1 == entry.expressionEnd()
        && base.u8() == CALL_FRAME_CFA;
  }

  private void collect(long pc, long returnAddress, List<LocalVariable> found) {
    List<String> functions = new ArrayList<>();
    IntArrayList inlinedAtDepth = new IntArrayList();
    seekOrigin();
    functions.add(origin.text(Attribute.NAME));
    int depth = entry.hasChildren() ? 1 : 0;
    int outOfScopeDepth = Integer.MAX_VALUE;
    while (depth > 0) {
      boolean isEntry = entry.moveToNext();
      budget.spend(1);
      if (!isEntry) {
        depth--;
        if (depth <= outOfScopeDepth) {
          outOfScopeDepth = Integer.MAX_VALUE;
        }
        if (!inlinedAtDepth.isEmpty() && inlinedAtDepth.topInt() == depth) {
          inlinedAtDepth.popInt();
          functions.remove(functions.size() - 1);
        }
        continue;
      }
      switch (outOfScopeDepth == Integer.MAX_VALUE ? entry.tag() : 0) {
        case Tag.VARIABLE, Tag.FORMAL_PARAMETER -> addVariable(pc, returnAddress, functions, found);
        case Tag.LEXICAL_BLOCK, Tag.INLINED_SUBROUTINE -> {
          if (!entry.hasChildren()) {
            break;
          }
          if (!ranges.contain(entry, pc)) {
            outOfScopeDepth = depth;
          } else if (entry.tag() == Tag.INLINED_SUBROUTINE) {
            seekOrigin();
            inlinedAtDepth.push(depth);
            functions.add(origin.text(Attribute.NAME));
          }
        }
        case Tag.SUBPROGRAM -> outOfScopeDepth = entry.hasChildren() ? depth : outOfScopeDepth;
        default -> {
          // nested types, labels
        }
      }
      depth += entry.hasChildren() ? 1 : 0;
    }
  }

  /** Moves {@link #origin} to the entry with the name: this entry, or its abstract origin. */
  private void seekOrigin() {
    origin.moveTo(entry.offset());
    for (int i = 0; i < MAX_CHAIN; i++) {
      int to = origin.reference(Attribute.ABSTRACT_ORIGIN);
      if (to == EntryCursor.NONE || origin.has(Attribute.NAME)) {
        return;
      }
      origin.moveTo(to);
    }
    throw new DwarfException("info", entry.offset(), "an instance of an instance of itself");
  }

  private void addVariable(
      long pc, long returnAddress, List<String> functions, List<LocalVariable> found) {
    seekOrigin();
    String name = origin.text(Attribute.NAME);
    GoType type = types.referredType(origin, Attribute.TYPE);
    if (type == null || name.isEmpty()) {
      return;
    }
    long result =
        Math.max(
            entry.number(Attribute.VARIABLE_PARAMETER, 0),
            origin.number(Attribute.VARIABLE_PARAMETER, 0));
    Role role =
        entry.tag() == Tag.VARIABLE ? Role.LOCAL : result != 0 ? Role.RESULT : Role.PARAMETER;
    long line = origin.number(Attribute.DECL_LINE, entry.number(Attribute.DECL_LINE, 0));
    boolean hasOneLocation = entry.expression(Attribute.LOCATION) != null;
    List<Piece> pieces = piecesAt(pc, returnAddress);
    found.add(
        new LocalVariable(
            name,
            isDataWord(name) ? untyped(type.size()) : type,
            role,
            (int) Math.max(0, Math.min(line, Integer.MAX_VALUE)),
            functions.get(functions.size() - 1),
            functions.size() - 1,
            entry.number(Attribute.GO_CLOSURE_OFFSET, LocalVariable.NONE),
            dictionaryIndex(origin),
            hasOneLocation && !pieces.isEmpty(),
            pieces));
  }

  private List<Piece> piecesAt(long pc, long returnAddress) {
    List<Piece> pieces = locations.piecesAt(entry, pc);
    if (returnAddress != pc && pieces.stream().anyMatch(p -> p.location() == Location.REGISTER)) {
      List<Piece> later = locations.piecesAt(entry, returnAddress);
      if (!later.isEmpty() && later.stream().allMatch(p -> p.location() == Location.FRAME)) {
        return later;
      }
    }
    return pieces;
  }

  /**
   * Reports whether a part is the data word of an interface, which the compiler declares as *uint8.
   */
  private static boolean isDataWord(String name) {
    return name.endsWith(".data") && LocalVariable.isPart(name);
  }

  private static GoType untyped(long size) {
    return new GoType("unsafe.Pointer", Kind.UNSAFE_POINTER, size, 0, () -> Parts.NONE);
  }

  /**
   * Returns the dictionary index of a variable with a shape type. The type is a typedef .paramN in
   * the function, which has the index.
   */
  private int dictionaryIndex(EntryCursor variable) {
    int type = variable.reference(Attribute.TYPE);
    if (type != EntryCursor.NONE && origin.moveTo(type) && origin.tag() == Tag.TYPEDEF) {
      return (int)
          Math.max(
              LocalVariable.NONE,
              Math.min(
                  origin.number(Attribute.GO_DICT_INDEX, LocalVariable.NONE), Short.MAX_VALUE));
    }
    return LocalVariable.NONE;
  }
}
