package dev.godump.export;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.godump.binary.runtime.Call;
import dev.godump.format.DumpRecord;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.ProcessState;
import dev.godump.heap.roots.SourceLocations;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * Writes a goroutine with its frames as JSON, with the names of {@code godump goroutines --all}.
 */
final class GoroutineJson {
  private static final Call UNKNOWN = new Call("", "", 0, false);

  private final ProcessState process;
  private final SourceLocations locations;
  private final JsonGenerator json;

  GoroutineJson(ProcessState process, SourceLocations locations, JsonGenerator json) {
    this.process = process;
    this.locations = locations;
    this.json = json;
  }

  void write(Goroutine goroutine) throws IOException {
    DumpRecord.Goroutine record = goroutine.record();
    json.writeStartObject();
    json.writeStringField("kind", "goroutine");
    number("id", goroutine.id());
    json.writeStringField("state", goroutine.state());
    json.writeStringField("status", goroutine.status());
    json.writeStringField("wait_reason", goroutine.isWaiting() ? record.waitReason() : "");
    json.writeBooleanField("system", record.system());
    json.writeBooleanField("wrote_dump", goroutine.wroteDump(process.frames()));
    json.writeStringField("address", Hex.of(record.address()));
    json.writeStringField("created_at", Hex.of(record.createdAt()));
    number("wait_since", record.waitSince());
    json.writeStringField("context", record.context() == 0 ? null : Hex.of(record.context()));
    json.writeStringField("thread", record.thread() == 0 ? null : Hex.of(record.thread()));
    json.writeArrayFieldStart("frames");
    for (int f = goroutine.firstFrame(); f < goroutine.firstFrame() + goroutine.frameCount(); f++) {
      frame(goroutine, f);
    }
    json.writeEndArray();
    if (locations.isAvailable()) {
      json.writeFieldName("created_by");
      Optional<Call> creation = locations.creationOf(goroutine);
      if (creation.isPresent()) {
        call(creation.get());
      } else {
        json.writeNull();
      }
    }
    json.writeEndObject();
  }

  private void frame(Goroutine goroutine, int f) throws IOException {
    Frames frames = process.frames();
    json.writeStartObject();
    json.writeStringField("function", frames.function(f));
    json.writeStringField("pc", Hex.of(frames.pc(f)));
    json.writeStringField("entry", Hex.of(frames.entry(f)));
    json.writeStringField("continue_pc", Hex.of(frames.continuePc(f)));
    json.writeStringField("sp", Hex.of(frames.sp(f)));
    json.writeNumberField("size", frames.size(f));
    if (locations.isAvailable()) {
      List<Call> calls = locations.callsAt(goroutine, f);
      location(calls.stream().filter(call -> !call.inlined()).findFirst().orElse(UNKNOWN));
      json.writeArrayFieldStart("inlined");
      for (Call call : calls) {
        if (call.inlined()) {
          call(call);
        }
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private void call(Call call) throws IOException {
    json.writeStartObject();
    json.writeStringField("function", call.function());
    location(call);
    json.writeEndObject();
  }

  private void location(Call call) throws IOException {
    json.writeStringField("file", call.file().isEmpty() ? null : call.file());
    json.writeFieldName("line");
    if (call.line() == 0) {
      json.writeNull();
    } else {
      json.writeNumber(call.line());
    }
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
