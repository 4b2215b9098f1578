package dev.godump.sql.engine;

import dev.godump.sql.TableHeap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Answers queries over the tables of heaps. */
public interface SqlEngine {
  /**
   * What a session may use.
   *
   * @param memory most bytes besides the Java heap; what needs more goes to temporary files
   * @param temporary a directory for them, which the session may create; it is deleted at the end
   * @param allowFiles whether queries may read and write files
   */
  record Limits(long memory, Path temporary, boolean allowFiles) {}

  /** Opens a session over heaps, whose tables have the rows of all of them. */
  SqlSession open(List<TableHeap> heaps, Limits limits) throws IOException;

  /**
   * Writes the rows of an answer to a Parquet file, compressed with Zstandard. Its columns are of
   * the types UBIGINT (addresses), BIGINT, DOUBLE, BOOLEAN and VARCHAR.
   *
   * @param file exists, and is overwritten
   * @throws SqlException if a whole number has more than 64 bits
   */
  void writeParquet(SqlRows rows, Path file, Limits limits) throws IOException;
}
