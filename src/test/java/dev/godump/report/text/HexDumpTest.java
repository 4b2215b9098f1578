package dev.godump.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.types.value.Secrets;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HexDumpTest {
  private static final byte[] BYTES = "0123456789abcdef\n~".getBytes(StandardCharsets.US_ASCII);

  @Test
  void a_line_has_sixteen_bytes_and_their_characters() {
    assertThat(WrittenText.of(out -> new HexDump(BYTES, Secrets.SHOWN).text(out, 0xc000)))
        .isEqualTo(
            """
              0xc000  30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66  0123456789abcdef
              0xc010  0a 7e                                            .~
            """);
  }

  @Test
  void secret_bytes_are_a_number_and_a_hash() {
    HexDump dump = new HexDump(BYTES, Secrets.keyed());
    assertThat(WrittenText.of(out -> dump.text(out, 0xc000))).matches("  18 bytes, #[0-9a-f]{8}\n");
    Json.Fields fields = Json.fields();
    dump.json(fields);
    assertThat(fields.get("hex")).isNull();
    assertThat((String) fields.get("hash")).matches("[0-9a-f]{8}");
  }
}
