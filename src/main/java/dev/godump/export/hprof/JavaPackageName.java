package dev.godump.export.hprof;

/** Finds the package in the name of a Go function or variable. */
final class JavaPackageName {
  private JavaPackageName() {}

  /**
   * Returns the length of the package before the dot: 8 for {@code net/http.(*Server).Serve}; 0 if
   * there is no package.
   */
  static int endOfPackage(String name) {
    // type arguments and receivers may have paths as well
    int stop = 0;
    while (stop < name.length() && "[(".indexOf(name.charAt(stop)) < 0) {
      stop++;
    }
    int slash = name.lastIndexOf('/', stop - 1);
    int point = name.indexOf('.', slash + 1);
    return point < 0 || point >= stop ? 0 : point;
  }
}
