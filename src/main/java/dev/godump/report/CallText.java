package dev.godump.report;

import dev.godump.binary.runtime.Call;
import dev.godump.report.text.Json;

/** Shows source locations. */
final class CallText {
  private CallText() {}

  /** Returns the last directory, the file and the line, such as {@code raft/node.go:339}. */
  static String text(Call call) {
    String file = call.file();
    int directory = file.lastIndexOf('/', file.lastIndexOf('/') - 1);
    return file.isEmpty() ? "?" : file.substring(directory + 1) + ":" + call.line();
  }

  static Json.Fields json(Call call) {
    return Json.fields()
        .with("function", call.function())
        .withText("file", call.file())
        .with("line", call.line() == 0 ? null : call.line());
  }
}
