package dev.godump.export;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.godump.format.DumpRecord;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.ProcessState;
import java.io.IOException;
import java.math.BigInteger;

/** A goroutine with its frames as a line of JSON, in the names of {@code godump goroutines --all}. */
final class GoroutineJson {
  private final ProcessState process;
  private final JsonGenerator json;

  GoroutineJson(ProcessState process, JsonGenerator json) {
    this.process = process;
    this.json = json;
  }

  void write(Goroutine goroutine) throws IOException {
    DumpRecord.Goroutine record = goroutine.record();
    json.writeStartObject();
    json.writeStringField("kind", "goroutine");
    number("id", goroutine.id());
    json.writeStringField("state", goroutine.state());
    json.writeStringField("status", goroutine.status());
    json.writeStringField("wait_reason", goroutine.waits() ? record.waitReason() : "");
    json.writeBooleanField("system", record.system());
    json.writeBooleanField("wrote_dump", goroutine.wroteDump(process.frames()));
    json.writeStringField("address", Hex.of(record.address()));
    json.writeStringField("created_at", Hex.of(record.createdAt()));
    number("wait_since", record.waitSince());
    json.writeStringField("context", record.context() == 0 ? null : Hex.of(record.context()));
    json.writeStringField("thread", record.thread() == 0 ? null : Hex.of(record.thread()));
    json.writeArrayFieldStart("frames");
    for (int f = goroutine.firstFrame(); f < goroutine.firstFrame() + goroutine.frames(); f++) {
      frame(process.frames(), f);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void frame(Frames frames, int f) throws IOException {
    json.writeStartObject();
    json.writeStringField("function", frames.function(f));
    json.writeStringField("pc", Hex.of(frames.pc(f)));
    json.writeStringField("entry", Hex.of(frames.entry(f)));
    json.writeStringField("continue_pc", Hex.of(frames.continuePc(f)));
    json.writeStringField("sp", Hex.of(frames.sp(f)));
    json.writeNumberField("size", frames.size(f));
    json.writeEndObject();
  }

  private void number(String name, long unsigned) throws IOException {
    json.writeFieldName(name);
    if (unsigned >= 0) {
      json.writeNumber(unsigned);
    } else {
      json.writeNumber(new BigInteger(Long.toUnsignedString(unsigned)));
    }
  }
}
