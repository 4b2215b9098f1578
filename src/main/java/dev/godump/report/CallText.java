package dev.godump.report;

import dev.godump.binary.runtime.Call;
import dev.godump.report.text.Json;

/** Shows source locations. */
final class CallText {
  private CallText() {}

  static String text(Call call) {
    return call.file().isEmpty() ? "?" : call.file() + ":" + call.line();
  }

  /** Returns the last directory, the file and the line, such as {@code raft/node.go:339}. */
  static String shortText(Call call) {
    String text = text(call);
    int directory = text.lastIndexOf('/', text.lastIndexOf('/') - 1);
    return text.substring(directory + 1);
  }

  static Json.Fields json(Call call) {
    return Json.fields()
        .with("function", call.function())
        .withText("file", call.file())
        .with("line", call.line() == 0 ? null : call.line());
  }
}
