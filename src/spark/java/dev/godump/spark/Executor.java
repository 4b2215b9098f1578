package dev.godump.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;

/**
 * What a task may use of an executor.
 *
 * @param scratch a folder on its disk
 * @param memory bytes of Java heap for one dump
 */
record Executor(Path scratch, long memory) {
  /** The part of the Java heap that is left to Spark. */
  private static final int SPARK_SHARE = 2;

  /**
   * Returns what a task of a job may use: unless its options say so, a folder that Spark removes,
   * and of the Java heap an equal share for each task that can run at the same time.
   */
  static Executor of(ReadOptions options) throws IOException {
    SparkConf conf = SparkEnv.get().conf();
    Path scratch =
        options.scratch().isEmpty()
            ? SparkEnv.get().blockManager().diskBlockManager().localDirs()[0].toPath()
            : Path.of(options.scratch());
    return new Executor(
        Files.createDirectories(scratch), options.memory() == 0 ? share(conf) : options.memory());
  }

  /** Whether Spark tries the task again if it fails. */
  static boolean triesAgain() {
    SparkConf conf = SparkEnv.get().conf();
    boolean local = conf.get("spark.master", "").startsWith("local");
    int tries = local ? 1 : conf.getInt("spark.task.maxFailures", 4);
    return TaskContext.get() != null && TaskContext.get().attemptNumber() + 1 < tries;
  }

  private static long share(SparkConf conf) {
    int cores = conf.getInt("spark.executor.cores", Runtime.getRuntime().availableProcessors());
    int tasks = Math.max(1, cores / Math.max(1, conf.getInt("spark.task.cpus", 1)));
    return Runtime.getRuntime().maxMemory() / SPARK_SHARE / tasks;
  }
}
