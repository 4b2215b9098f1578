package dev.godump.report;

import dev.godump.binary.runtime.Call;
import dev.godump.report.text.Json;

/** How a place in the source is shown. */
final class CallText {
  private CallText() {}

  static String text(Call call) {
    return call.file().isEmpty() ? "?" : call.file() + ":" + call.line();
  }

  static Json.Fields json(Call call) {
    return Json.fields()
        .with("function", call.function())
        .with("file", call.file().isEmpty() ? null : call.file())
        .with("line", call.line() == 0 ? null : call.line());
  }
}
