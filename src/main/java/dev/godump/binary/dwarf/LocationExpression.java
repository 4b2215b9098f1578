package dev.godump.binary.dwarf;

import dev.godump.binary.dwarf.Piece.Location;
import java.util.ArrayList;
import java.util.List;

/**
 * Evaluates location expressions (DWARF 5, section 2.5) as far as Go uses them: a distance from the
 * CFA, an address, a register, and pieces of these. An expression that needs registers or memory of
 * the running program gives {@link Piece.Location#NONE}.
 */
final class LocationExpression {
  private static final int ADDR = 0x03;
  private static final int CONST1U = 0x08;
  private static final int CONST1S = 0x09;
  private static final int CONST2U = 0x0a;
  private static final int CONST2S = 0x0b;
  private static final int CONST4U = 0x0c;
  private static final int CONST4S = 0x0d;
  private static final int CONST8U = 0x0e;
  private static final int CONST8S = 0x0f;
  private static final int CONSTU = 0x10;
  private static final int CONSTS = 0x11;
  private static final int MINUS = 0x1c;
  private static final int PLUS = 0x22;
  private static final int PLUS_UCONST = 0x23;
  private static final int LIT0 = 0x30;
  private static final int LIT31 = 0x4f;
  private static final int REG0 = 0x50;
  private static final int REG31 = 0x6f;
  private static final int REGX = 0x90;
  private static final int FBREG = 0x91;
  private static final int PIECE = 0x93;
  private static final int NOP = 0x96;
  private static final int CALL_FRAME_CFA = 0x9c;
  private static final int STACK_VALUE = 0x9f;
  private static final int ADDRX = 0xa1;

  private static final int MAX_PIECES = 256;
  private static final int MAX_STACK = 16;
  private static final int NONE = -1;

  private final List<Piece> pieces = new ArrayList<>();
  private final EntryCursor entry;

  /** The stack of values; {@code isFromCfa} marks distances from the CFA. */
  private final long[] stack = new long[MAX_STACK];

  private final boolean[] isFromCfa = new boolean[MAX_STACK];
  private int depth;
  private int register = NONE;
  private boolean isStackValue;
  private boolean isUnsupported;
  private long offset;

  private LocationExpression(EntryCursor entry) {
    this.entry = entry;
  }

  /**
   * Evaluates an expression.
   *
   * @param entry the entry with the expression; its unit has the table of addresses
   * @param in reader at the first byte of the expression
   * @param end position after the last byte
   */
  static List<Piece> read(EntryCursor entry, SectionReader in, int end) {
    return new LocationExpression(entry).evaluate(in, end);
  }

  private List<Piece> evaluate(SectionReader in, int end) {
    boolean inPieces = false;
    while (in.position() < end && !isUnsupported) {
      int op = in.u8();
      if (op == PIECE) {
        inPieces = true;
        addPiece(in.uleb());
      } else {
        execute(op, in);
      }
    }
    if (isUnsupported) {
      pieces.add(new Piece(offset, 0, Location.NONE, 0));
    } else if (!inPieces) {
      addPiece(0);
    }
    return List.copyOf(pieces);
  }

  private void addPiece(long size) {
    if (size < 0 || pieces.size() == MAX_PIECES) {
      isUnsupported = true;
      return;
    }
    Piece next = currentPiece(size);
    Piece last = pieces.isEmpty() ? null : pieces.get(pieces.size() - 1);
    if (last != null
        && last.location() == next.location()
        && next.location() == Location.FRAME
        && last.value() + last.size() == next.value()) {
      pieces.set(
          pieces.size() - 1,
          new Piece(last.offset(), last.size() + size, Location.FRAME, last.value()));
    } else {
      pieces.add(next);
    }
    offset += size;
    depth = 0;
    register = NONE;
    isStackValue = false;
  }

  private Piece currentPiece(long size) {
    if (register != NONE) {
      return new Piece(offset, size, Location.REGISTER, register);
    } else if (depth == 0) {
      return new Piece(offset, size, Location.NONE, 0);
    }
    long top = stack[depth - 1];
    if (isFromCfa[depth - 1]) {
      return isStackValue
          ? new Piece(offset, size, Location.NONE, 0)
          : new Piece(offset, size, Location.FRAME, top);
    }
    return new Piece(offset, size, isStackValue ? Location.CONSTANT : Location.MEMORY, top);
  }

  private void execute(int op, SectionReader in) {
    if (op >= LIT0 && op <= LIT31) {
      push(op - LIT0, false);
    } else if (op >= REG0 && op <= REG31) {
      register = op - REG0;
    } else {
      switch (op) {
        case ADDR -> push(in.unsigned(entry.unit().format().addressSize()), false);
        case ADDRX -> push(entry.indexedAddress(in.uleb()), false);
        case CONST1U -> push(in.u8(), false);
        case CONST1S -> push((byte) in.u8(), false);
        case CONST2U -> push(in.u16(), false);
        case CONST2S -> push((short) in.u16(), false);
        case CONST4U -> push(in.u32(), false);
        case CONST4S -> push(in.u32() << 32 >> 32, false);
        case CONST8U, CONST8S -> push(in.u64(), false);
        case CONSTU -> push(in.uleb(), false);
        case CONSTS -> push(in.sleb(), false);
        case FBREG -> push(in.sleb(), true);
        case CALL_FRAME_CFA -> push(0, true);
        case PLUS_UCONST -> add(in.uleb());
        case PLUS -> combine(1);
        case MINUS -> combine(-1);
        case REGX -> register = (int) Math.min(in.uleb() & 0xffff, 0xffff);
        case STACK_VALUE -> isStackValue = true;
        case NOP -> {
          // no operation
        }
        default -> isUnsupported = true;
      }
    }
  }

  private void push(long number, boolean relativeToCfa) {
    if (depth == MAX_STACK) {
      isUnsupported = true;
      return;
    }
    stack[depth] = number;
    isFromCfa[depth++] = relativeToCfa;
  }

  private void add(long number) {
    if (depth == 0) {
      isUnsupported = true;
    } else {
      stack[depth - 1] += number;
    }
  }

  private void combine(int sign) {
    if (depth < 2 || (sign < 0 && isFromCfa[depth - 1])) {
      isUnsupported = true;
      return;
    }
    depth--;
    stack[depth - 1] += sign * stack[depth];
    isFromCfa[depth - 1] |= isFromCfa[depth];
  }
}
