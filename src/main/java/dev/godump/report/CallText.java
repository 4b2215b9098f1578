package dev.godump.report;

import dev.godump.binary.runtime.Call;
import dev.godump.report.text.Json;

/** Shows source locations. */
final class CallText {
  private CallText() {}

  static String text(Call call) {
    return call.file().isEmpty() ? "?" : call.file() + ":" + call.line();
  }

  static Json.Fields json(Call call) {
    return Json.fields()
        .with("function", call.function())
        .withText("file", call.file())
        .with("line", call.line() == 0 ? null : call.line());
  }
}
