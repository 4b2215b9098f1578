package dev.godump.report;

import dev.godump.format.RecordKind;
import java.util.Map;

/**
 * A record as {@code godump records} shows it.
 *
 * @param position where it starts in the (unpacked) file, in bytes
 * @param kind of record
 * @param fields as in the file, by name, in order
 */
record RecordRow(long position, RecordKind kind, Map<String, Object> fields) {}
