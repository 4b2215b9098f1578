package dev.godump.report.record;

import dev.godump.format.RecordKind;
import java.util.Map;

/**
 * A record as {@code godump records} shows it.
 *
 * @param position offset of the record in the decompressed file, in bytes
 * @param fields of the record by name, in the order of the file
 */
record RecordRow(long position, RecordKind kind, Map<String, Object> fields) {}
