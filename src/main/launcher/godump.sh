#!/bin/sh
# godump: this script is the launcher, the jar it runs follows its last line.
# JAVA_HOME or PATH gives java (17 or newer); GODUMP_JAVA_OPTS is passed on to it.
if [ -n "$JAVA_HOME" ] && [ -x "$JAVA_HOME/bin/java" ]; then
  java="$JAVA_HOME/bin/java"
elif java=$(command -v java); then
  :
else
  echo "godump: no java found: install a JDK or JRE 17 or newer, or set JAVA_HOME" >&2
  exit 2
fi
# in the C locale, as of cron and containers, Java takes no names of files and types that are not ASCII
case ${LC_ALL:-${LC_CTYPE:-$LANG}} in
  "" | C | POSIX) { export LC_ALL=C.UTF-8; } 2>/dev/null ;; # where there is no such locale, some shells say so
esac
# a closed standard input would be taken for the first file that Java opens
[ -e /dev/fd/0 ] || exec </dev/null
terminals=
columns=
if [ -t 1 ]; then
  terminals=1
  columns=$(stty size <&1 2>/dev/null) && columns=${columns#* }
fi
[ -t 2 ] && terminals=${terminals}2
# methods of more than 100 bytecodes are compiled by themselves, not into their callers: on two cores the
# compiler takes from the command what it spends on large ones
options="-XX:MaxRAMPercentage=80 -XX:+UseParallelGC -XX:-UsePerfData -XX:FreqInlineSize=100"

# Java starts in half the time if it maps godump's classes from an archive (class data sharing) than if it
# reads and verifies them. An archive fits one Java and one jar, and Java can crash on one that was cut, so
# its name says which three files belong together: java, this one and itself, each by inode, size and time
# (of change for the first two, which a move sets, too; a moved jar needs an archive of its own).
# Where none fits, one is made in the background for the next runs. GODUMP_CDS=off does without.

# Prints a line for each file: inode and size, times of modification and change, name; by GNU's stat or BSD's.
identify() {
  stat -L -c '%i-%s %Y %Z %n' "$@" 2>/dev/null || stat -L -f '%i-%z %m %c %N' "$@" 2>/dev/null
}

# Prints the lines of java, this file, and all archives.
identify_all() {
  set -- "$java" "$0" "$directory"/classes-*.jsa
  [ -e "$3" ] || set -- "$java" "$0"
  identify "$@"
}

# Makes an archive for a key. The file .making keeps others from trying at the same time, or again within a
# day if Java can't or was killed.
make_archive() {
  exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- # what the caller may lock or wait for
  umask 077
  mkdir -p "$directory" || return
  making=$directory/classes-$1.making
  find "$making" -mtime +0 -exec rm -f {} +
  (set -C && : >"$making") || return
  # the archive names its jar, and is to serve in any working directory
  jar=$(readlink -f "$0") || jar=$PWD/$0
  # interpreted: what the compiler gave up while the archive was made would be archived with it, and never be
  # compiled again (seen: a hot loop three times slower, of an archive made on a busy machine)
  # shellcheck disable=SC2086 # several words
  if nice "$java" $options -Xint "-XX:ArchiveClassesAtExit=$making.tmp" -cp "$jar" dev.godump.cli.CdsTrainingRun &&
    chmod 600 "$making.tmp" && identity=$(identify "$making.tmp"); then
    sync "$making.tmp" # or a crash of the machine could leave it with holes
    modified=${identity#* }
    mv -f "$making.tmp" "$directory/classes-$1-${identity%% *}-${modified%% *}.jsa" && rm -f "$making"
  fi
  # what older versions left behind
  ls -t "$directory"/classes-* | tail -n +6 | while read -r old; do rm -f "$old"; done
}

case $XDG_CACHE_HOME:$HOME in
  *:*:*) directory= ;; # Java would take the archive's path for two
  /*:*) directory=$XDG_CACHE_HOME/godump ;;
  *) directory=${HOME:+$HOME/.cache/godump} ;;
esac
archive=
if [ -n "$directory" ] && [ "$GODUMP_CDS" != off ]; then
  n=0
  key=
  while read -r identity modified changed file; do
    n=$((n + 1))
    case $n in
      1) key=$identity-$changed ;;
      2) key=$key-$identity-$changed ;;
      *) [ "$file" = "$directory/classes-$key-$identity-$modified.jsa" ] && [ -O "$file" ] && archive=$file ;;
    esac
  done <<END
$(identify_all)
END
  if [ -z "$archive" ] && [ "$n" -ge 2 ]; then
    (make_archive "$key" </dev/null >/dev/null 2>&1 &)
  fi
fi
# Java would write warnings, as of an archive that it doesn't take, to standard output: -Xlog:disable
# shellcheck disable=SC2086
exec "$java" $options -Xlog:disable -Xshare:auto ${archive:+"-XX:SharedArchiveFile=$archive"} \
  -Dgodump.terminals="$terminals" -Dgodump.columns="$columns" $GODUMP_JAVA_OPTS -jar "$0" "$@"
exit
