package dev.godump.export.hprof;

/** The package in the name of a Go function or variable. */
final class JavaPackageName {
  private JavaPackageName() {}

  /**
   * The length of the package, behind which a point and the rest follow: 8 in {@code
   * net/http.(*Server).Serve}; 0 if there is none.
   */
  static int endOfPackage(String name) {
    // type arguments and receivers may have paths of their own
    int stop = 0;
    while (stop < name.length() && "[(".indexOf(name.charAt(stop)) < 0) {
      stop++;
    }
    int slash = name.lastIndexOf('/', stop - 1);
    int point = name.indexOf('.', slash + 1);
    return point < 0 || point >= stop ? 0 : point;
  }
}
