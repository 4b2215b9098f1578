package dev.godump.report;

import dev.godump.binary.dwarf.LocalVariable.Role;
import dev.godump.report.text.Json;
import dev.godump.report.text.TextWriter;
import dev.godump.report.value.ValueJson;
import dev.godump.report.value.ValueTree;
import dev.godump.types.value.FrameValues;
import dev.godump.types.value.FrameValues.FrameValue;
import dev.godump.types.value.GoValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Shows the variables of frames. */
final class FrameText {
  private final FrameValues values;

  FrameText(FrameValues values) {
    this.values = values;
  }

  /** Returns the variables of a frame's function, or of a function inlined into it. */
  private List<FrameValue> variables(int frame, int inlining) {
    return allVariables(frame).stream()
        .filter(v -> v.variable().inliningDepth() == inlining)
        .toList();
  }

  private List<FrameValue> allVariables(int frame) {
    try {
      return values.valuesOf(frame);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the executable describes variables. */
  boolean variablesKnown() {
    return values.isAvailable();
  }

  /** Writes a table, or nothing if there are no variables. */
  void text(TextWriter out, int frame, int inlining) {
    List<FrameValue> variables = variables(frame, inlining);
    List<GoValue.Field> parts = new ArrayList<>();
    List<String> roles = new ArrayList<>();
    Set<String> missing = new LinkedHashSet<>();
    for (FrameValue each : variables) {
      if (each.value() instanceof GoValue.Unknown && (!each.present() || each.stale())) {
        missing.add(each.name());
        continue;
      }
      parts.add(new GoValue.Field(each.name(), -1, each.type(), each.value()));
      roles.add(role(each.variable().role()) + (each.stale() ? ", maybe stale" : ""));
    }
    if (!parts.isEmpty()) {
      out.table(ValueTree.table(parts, out.columns(), "ROLE", roles));
    }
    if (!missing.isEmpty()) {
      out.list("  not in the dump: ", new ArrayList<>(missing));
    }
  }

  private static String role(Role role) {
    return switch (role) {
      case LOCAL -> "local";
      case PARAMETER -> "argument";
      case RESULT -> "result";
    };
  }

  /** Returns all variables of a frame, those of inlined functions included. */
  List<Map<String, Object>> json(int frame) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (FrameValue each : allVariables(frame)) {
      list.add(
          Json.fields()
              .with("name", each.name())
              .with("role", role(each.variable().role()))
              .with("type", each.type().name())
              .with("value", ValueJson.of(each.value(), each.type()))
              .with("stale", each.stale())
              .with("function", each.variable().function())
              .with("line", each.variable().line() == 0 ? null : each.variable().line()));
    }
    return list;
  }
}
