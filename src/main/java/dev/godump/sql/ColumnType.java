package dev.godump.sql;

/** The types of columns. A cell of any type can be null. */
public enum ColumnType {
  /** An address of the process: 64 bits, unsigned. Shown in hexadecimal. */
  ADDRESS,
  /** A signed number of 64 bits: a count, bytes, an id, nanoseconds. */
  INTEGER,
  /** A floating-point number of 64 bits. */
  REAL,
  /** A text. */
  TEXT,
  /** True or false. */
  FLAG
}
