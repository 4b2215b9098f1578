package dev.godump.sql.engine;

import dev.godump.index.IndexDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Loads DuckDB and the classes of godump that call it. They have a class loader of their own, for
 * two reasons: DuckDB's driver unpacks its native library at every start unless a class loader says
 * where it is; and the driver can be in another file than godump.
 */
public final class EngineLoader extends ClassLoader {
  /** The environment variable that names a jar with DuckDB's JDBC driver. */
  public static final String DRIVER = "GODUMP_DUCKDB";

  private static final String ENGINE = "dev.godump.sql.duckdb.DuckDbEngine";

  /** The driver's packages, and those of the classes of godump that call it. */
  private static final List<String> OWN = List.of("org.duckdb.", "dev.godump.sql.duckdb.");

  private static final String LIBRARY = "libduckdb_java.so";

  /** By the jar with the driver: Java loads a native library once. Guarded by the class. */
  private static final Map<Optional<Path>, SqlEngine> LOADED = new HashMap<>();

  private final ClassLoader driver;
  private final Optional<IndexDirectory> cache;

  private EngineLoader(ClassLoader driver, Optional<IndexDirectory> cache) {
    super(EngineLoader.class.getClassLoader());
    this.driver = driver;
    this.cache = cache;
  }

  /**
   * Loads the engine.
   *
   * @param named a jar with the driver, in place of the one in godump
   * @param cache where to unpack the native library to
   * @throws IOException if there is no driver, or it doesn't work on this machine
   */
  public static synchronized SqlEngine load(Optional<Path> named, Optional<IndexDirectory> cache)
      throws IOException {
    SqlEngine known = LOADED.get(named);
    if (known == null) {
      known = loadFirst(named, cache);
      LOADED.put(named, known);
    }
    return known;
  }

  private static SqlEngine loadFirst(Optional<Path> named, Optional<IndexDirectory> cache)
      throws IOException {
    ClassLoader own = EngineLoader.class.getClassLoader();
    EngineLoader loader = new EngineLoader(named.isPresent() ? jar(named.get(), own) : own, cache);
    if (loader.driver.getResource("org/duckdb/DuckDBDriver.class") == null) {
      throw new IOException(
          named
              .map(path -> path + " (" + DRIVER + ") doesn't contain DuckDB's JDBC driver")
              .orElse(
                  "this godump comes without DuckDB: set "
                      + DRIVER
                      + " to DuckDB's JDBC driver, duckdb_jdbc-1.5.4.0.jar from Maven Central"));
    }
    if (loader.library() == null) {
      throw new IOException(
          "DuckDB's driver has no library for "
              + platform()
              + ": set "
              + DRIVER
              + " to a driver that has it");
    }
    try {
      return (SqlEngine) loader.loadClass(ENGINE).getConstructor().newInstance();
    } catch (ReflectiveOperationException | LinkageError e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException("DuckDB can't be loaded: " + cause, e);
    }
  }

  private static ClassLoader jar(Path path, ClassLoader parent) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new IOException(path + ": no such file; " + DRIVER + " names it");
    }
    try {
      // before the parent, which may have a driver, too
      return new URLClassLoader(new URL[] {path.toUri().toURL()}, parent) {
        @Override
        public @Nullable URL getResource(String name) {
          URL own = findResource(name);
          return own == null ? super.getResource(name) : own;
        }
      };
    } catch (MalformedURLException e) {
      throw new IOException(path + ": " + e.getMessage(), e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (OWN.stream().noneMatch(name::startsWith)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known == null ? define(name) : known;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    URL resource = driver.getResource(name.replace('.', '/') + ".class");
    if (resource == null) {
      throw new ClassNotFoundException(name);
    }
    try (InputStream in = resource.openStream()) {
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  /** Hides the native library, which the driver would unpack, so that it asks for its path. */
  @Override
  public @Nullable URL getResource(String name) {
    return name.startsWith(LIBRARY) ? null : driver.getResource(name);
  }

  private @Nullable URL library() {
    return driver.getResource(LIBRARY + "_" + platform());
  }

  @Override
  protected @Nullable String findLibrary(String name) {
    URL library = library();
    try {
      return library == null ? null : NativeLibrary.unpacked(library, cache).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns this machine in the words of the driver (DuckDBNative.nativeLibName). */
  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    if (os.startsWith("mac")) {
      return "osx_universal";
    }
    return (os.startsWith("windows") ? "windows_" : "linux_") + arch;
  }
}
