package dev.godump.spark;

import dev.godump.graph.NotEnoughMemoryException;
import dev.godump.io.MalformedFileException;
import dev.godump.sql.TableHeap;
import dev.godump.types.value.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the rows of one dump, which is opened when the first row is asked for. A dump that can't be
 * read has no rows, or one with its error in {@code dumps}, unless the job is to end then.
 */
final class DumpReader implements PartitionReader<InternalRow> {
  private static final Logger LOG = LoggerFactory.getLogger(DumpReader.class);

  private final DumpReaderFactory job;
  private final DumpPartition dump;
  private final ReadRows rows;
  private @Nullable ExecutorHeap heap;
  private boolean started;

  DumpReader(DumpReaderFactory job, DumpPartition dump) {
    this.job = job;
    this.dump = dump;
    this.rows = new ReadRows(job, dump.path());
  }

  @Override
  public boolean next() throws IOException {
    try {
      if (!started) {
        started = true;
        open();
      }
      return rows.next();
    } catch (IOException | UncheckedIOException e) {
      return failed(e);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // godump fails at this dump, which may be damaged, or too large for an answer
      return failed(e);
    }
  }

  private void open() throws IOException {
    ExecutorHeap opened = ExecutorHeap.open(job, dump);
    heap = opened;
    if (job.options().strict() && !opened.isComplete()) {
      throw new IOException("it is truncated or damaged");
    }
    rows.open(new TableHeap(dump.path(), opened.heap(), Secrets.SHOWN, false));
  }

  private boolean failed(Throwable error) throws IOException {
    if (job.options().strict() || (mayPass(error) && Executor.triesAgain())) {
      throw new IOException(dump.path() + ": " + message(error), error);
    }
    LOG.warn("{} can't be read", dump.path(), error);
    return rows.endWith(message(error));
  }

  /**
   * Whether another try may succeed: a file system may fail for a while, but a file stays as it is.
   */
  private static boolean mayPass(Throwable error) {
    return (error instanceof IOException
            && !(error instanceof MalformedFileException)
            && !(error instanceof NotEnoughMemoryException))
        || error instanceof OutOfMemoryError;
  }

  private static String message(Throwable error) {
    if (error instanceof NotEnoughMemoryException memory) {
      return "not enough memory for this dump: it needs option memory of "
          + ((memory.enough() >>> 20) + 1)
          + "m, or a larger executor";
    }
    Throwable cause =
        error instanceof UncheckedIOException unchecked ? unchecked.getCause() : error;
    return cause.getMessage() == null || !(cause instanceof IOException)
        ? cause.toString()
        : cause.getMessage();
  }

  @Override
  public InternalRow get() {
    return rows.get();
  }

  @Override
  public void close() throws IOException {
    if (heap != null) {
      heap.close();
    }
  }
}
