package dev.godump.report;

import dev.godump.analysis.waste.Strings;
import dev.godump.analysis.waste.Strings.Content;
import dev.godump.analysis.waste.Strings.Referrer;
import dev.godump.heap.parts.KeptObjects;
import dev.godump.report.liveness.LivenessText;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.Report;
import dev.godump.report.text.Table;
import dev.godump.report.text.Table.Kind;
import dev.godump.report.text.TerminalEscaper;
import dev.godump.report.text.TextWriter;
import dev.godump.types.Certainty;
import dev.godump.types.value.Secrets;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code godump strings}: strings and byte slices by content. */
public final class StringsReport implements Report {
  /** Columns of a content in text. */
  private static final int CONTENT_WIDTH = 34;

  private final Strings strings;
  private final boolean matched;
  private final boolean typed;
  private final Secrets secrets;
  private final KeptObjects notSearched;

  /**
   * @param matched whether only contents that match a pattern are listed
   * @param typed whether the program that wrote the dump is known
   * @param notSearched what only cleanups keep alive and was not searched
   */
  public StringsReport(
      Strings strings, boolean matched, boolean typed, Secrets secrets, KeptObjects notSearched) {
    this.notSearched = notSearched;
    this.strings = strings;
    this.matched = matched;
    this.typed = typed;
    this.secrets = secrets;
  }

  @Override
  public void text(TextWriter out) {
    out.heading(
        "%s and byte slices in the heap, %s; %s (%s) are copies of others"
            .formatted(
                Amounts.count(strings.copies(), "string"),
                Amounts.bytes(strings.bytes()),
                Amounts.bytes(strings.wasted()),
                Amounts.share(strings.wasted(), strings.bytes())));
    out.line("  " + Amounts.count(strings.distinct(), "different content") + references());
    if (strings.zeroSlices() > 0) {
      out.line(
          "  %s of zeros, %s, not counted as copies: not written, or cleared"
              .formatted(
                  Amounts.count(strings.zeroSlices(), "more byte slice"),
                  Amounts.bytes(strings.zeroBytes())));
    }
    if (strings.outsideReferences() > 0) {
      String outside = Amounts.count(strings.outsideReferences(), "more reference");
      out.line("  " + outside + " to constants of the program or to stacks");
    }
    LivenessText.writeKept(out, notSearched, "not searched (--dead does)");
    if (!typed) {
      out.line(
          "  Without the executable (--exe) these are guesses: bytes that a pointer and a length beside it fit.");
    }
    out.line();
    if (strings.contents().isEmpty()) {
      out.line(matched ? "  None matches." : "  None is there twice.");
      return;
    }
    out.table(table());
    out.more(strings.unlisted(), "--top 0 shows all");
  }

  private String references() {
    if (strings.references() == 0) {
      return "";
    }
    String parts =
        strings.partialReferences() == 0
            ? ""
            : ", " + Amounts.count(strings.partialReferences()) + " of them to a part of one";
    return "; " + Amounts.count(strings.references(), "reference") + " to them" + parts;
  }

  private Table<Content> table() {
    return new Table<>(strings.contents())
        .dataOnly("kind", Kind.TEXT, content -> content.kind().label())
        .dataOnly("certainty", Kind.TEXT, content -> content.certainty().label())
        .column("wasted", "WASTED", Kind.BYTES, Content::wasted)
        .column("copies", "COPIES", Kind.COUNT, Content::copies)
        .column("length", "LENGTH", Kind.COUNT, Content::length)
        .dataOnly("references", Kind.COUNT, Content::references)
        .dataOnly("bytes", Kind.BYTES, Content::bytes)
        .dataOnly("address", Kind.ADDRESS, Content::address)
        .dataOnly("text", Kind.TEXT, this::textOf)
        .dataOnly("hex", Kind.TEXT, this::hex)
        .dataOnly(
            "hash",
            Kind.TEXT,
            content -> secrets.isHidden() ? secrets.hash(content.text(), content.length()) : null)
        .dataOnly(
            "held_by",
            Kind.TEXT,
            content ->
                String.join("; ", content.referrers().stream().map(Referrer::location).toList()))
        .textOnly("CONTENT", Kind.TEXT, this::shown)
        .textOnly("HELD BY", Kind.NAME, StringsReport::heldBy);
  }

  private static String heldBy(Content content) {
    List<Referrer> holders = content.referrers();
    return holders.isEmpty()
        ? "-"
        : holders.get(0).location() + (holders.size() == 1 ? "" : " +" + (holders.size() - 1));
  }

  /** Returns the content as text, or null if it is secret or not UTF-8. */
  private @Nullable String textOf(Content content) {
    return secrets.isHidden() ? null : decode(content);
  }

  private static @Nullable String decode(Content content) {
    byte[] bytes = content.text();
    if (content.kind() != Strings.Kind.STRING && isBinary(bytes)) {
      return null;
    }
    boolean cut = bytes.length < content.length();
    for (int less = 0; less <= (cut ? 3 : 0) && less <= bytes.length; less++) {
      try {
        return StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(ByteBuffer.wrap(bytes, 0, bytes.length - less))
            .toString();
      } catch (CharacterCodingException e) {
        // the last character may be cut
      }
    }
    return null;
  }

  /** Whether bytes contain control characters that text seldom has. */
  private static boolean isBinary(byte[] bytes) {
    for (byte b : bytes) {
      if ((b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') || b == 0x7f) {
        return true;
      }
    }
    return false;
  }

  private @Nullable String hex(Content content) {
    return secrets.isHidden() || decode(content) != null
        ? null
        : HexFormat.of().formatHex(content.text());
  }

  private String shown(Content content) {
    String mark = content.certainty() == Certainty.GUESS ? "? " : "";
    if (secrets.isHidden()) {
      return mark + "#" + secrets.hash(content.text(), content.length());
    }
    String text = decode(content);
    if (text == null) {
      String hex =
          HexFormat.ofDelimiter(" ")
              .formatHex(content.text(), 0, Math.min(9, content.text().length));
      return mark + hex + (content.length() > 9 ? " …" : "");
    }
    return mark + quoted(text, content.length() > content.text().length);
  }

  private static String quoted(String text, boolean cut) {
    StringBuilder out = new StringBuilder("\"");
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      String one = TerminalEscaper.escapeInQuotes(c);
      if (out.length() + one.length() > CONTENT_WIDTH - 2) {
        return out.append("\"…").toString();
      }
      out.append(one);
      at += Character.charCount(c);
    }
    return out.append(cut ? "\"…" : "\"").toString();
  }

  @Override
  public Map<String, Object> json() {
    return Json.fields()
        .with("strings", strings.copies())
        .with("cleanup_objects", notSearched.count())
        .with("cleanup_bytes", notSearched.bytes())
        .with("bytes", strings.bytes())
        .with("wasted", strings.wasted())
        .with("distinct", strings.distinct())
        .with("zero_slices", strings.zeroSlices())
        .with("zero_bytes", strings.zeroBytes())
        .with("references", strings.references())
        .with("references_to_parts", strings.partialReferences())
        .with("references_elsewhere", strings.outsideReferences())
        .with("contents", strings.contents().stream().map(this::json).toList())
        .with("more", strings.unlisted());
  }

  private Map<String, Object> json(Content content) {
    return Json.fields()
        .with("kind", content.kind().label())
        .with("certainty", content.certainty().label())
        .with("length", content.length())
        .with("copies", content.copies())
        .with("references", content.references())
        .with("bytes", content.bytes())
        .with("wasted", content.wasted())
        .withAddress("address", content.address())
        .with("text", textOf(content))
        .with("hex", hex(content))
        .with("hash", secrets.isHidden() ? secrets.hash(content.text(), content.length()) : null)
        .with("whole", content.text().length >= content.length())
        .with(
            "held_by",
            content.referrers().stream()
                .map(
                    h ->
                        Json.fields()
                            .with("place", h.location())
                            .with("references", h.references()))
                .toList());
  }

  @Override
  public Optional<Table<?>> csv() {
    return Optional.of(table());
  }
}
