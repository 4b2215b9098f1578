#!/bin/sh
# godump's launcher. The jar that it runs follows the last line of this file.
# Takes java (17 or newer) from JAVA_HOME or PATH and passes it GODUMP_JAVA_OPTS.
if [ -n "$JAVA_HOME" ] && [ -x "$JAVA_HOME/bin/java" ]; then
  java="$JAVA_HOME/bin/java"
elif java=$(command -v java); then
  :
else
  echo "godump: no java found: install a JDK or JRE 17 or newer, or set JAVA_HOME" >&2
  exit 4
fi
# In the C locale, which cron and containers have, Java can't read file and type names that are not ASCII.
case ${LC_ALL:-${LC_CTYPE:-$LANG}} in
  "" | C | POSIX) { export LC_ALL=C.UTF-8; } 2>/dev/null ;; # some shells warn if the locale is missing
esac
# With standard input closed, the first file that Java opens would become standard input.
[ -e /dev/fd/0 ] || exec </dev/null
terminals=
[ -t 0 ] && terminals=0
columns=
if [ -t 1 ]; then
  terminals=${terminals}1
  # stty asks 3: in a command substitution, standard output is a pipe
  { columns=$(stty size <&3 2>/dev/null) && columns=${columns#* }; } 3>&1
fi
[ -t 2 ] && terminals=${terminals}2
# FreqInlineSize=100: do not inline methods of more than 100 bytecodes. Compiling the large callers that result
# would take too much CPU time from the command where there are two cores.
# UseSerialGC, PretenureSizeThreshold, MaxNewSize: nearly all memory is in large arrays that live long. These are
# never copied if they start in the old generation, which leaves little to collect.
options="-XX:MaxRAMPercentage=80 -XX:+UseSerialGC -XX:PretenureSizeThreshold=256k -XX:MaxNewSize=64m"
options="$options -XX:-UsePerfData -XX:FreqInlineSize=100"
# Huge pages save up to a third of the CPU time. Java would warn where Linux doesn't have them.
if { read -r pages </sys/kernel/mm/transparent_hugepage/enabled; } 2>/dev/null; then
  case $pages in
    *"[madvise]"* | *"[always]"*) options="$options -XX:+UseTransparentHugePages" ;;
  esac
fi

# Class data sharing: Java starts in half the time if it maps godump's classes from an archive instead of reading
# and verifying them. An archive is valid for one Java and one jar, and Java can crash on one that was truncated.
# Its name therefore identifies three files: java, this file, and the archive itself. The first two are identified
# by inode, size and time of change, which a move sets, too (a moved jar needs a new archive); the archive by inode,
# size and time of modification. Where no archive fits, one is made in the background for later runs.
# GODUMP_CDS=off turns archives off.
#
# KEY stands for the first two identities, ID for the third, all in the cache directory:
#
#   (no file) --------------> classes-KEY.making ---------------> classes-KEY-ID.jsa
#             first run             |        ^    archive written         |
#             for KEY               |        |                            | java or jar changes:
#                     Java failed   |        | a day later,               | no run has this KEY
#                     or was killed |        | next run                   v
#                                   +--------+                         deleted once five newer files exist
#
# While .making exists, no other run makes an archive for KEY. The archive is first written as .making.tmp.

# Prints a line for each file: inode and size, times of modification and change, name. Uses GNU's or BSD's stat.
identify() {
  stat -L -c '%i-%s %Y %Z %n' "$@" 2>/dev/null || stat -L -f '%i-%z %m %c %N' "$@" 2>/dev/null
}

# Does so for java, this file, and all archives.
identify_all() {
  set -- "$java" "$0" "$directory"/classes-*.jsa
  [ -e "$3" ] || set -- "$java" "$0"
  identify "$@"
}

# Makes an archive for a key.
make_archive() {
  # The caller may hold locks on these or wait for them to close. Redirections of the call would keep copies of them.
  exec </dev/null >/dev/null 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
  umask 077
  mkdir -p "$directory" || return
  making=$directory/classes-$1.making
  find "$making" -mtime +0 -exec rm -f {} +
  (set -C && : >"$making") || return
  # The archive records the jar's path, which must be valid in any working directory.
  jar=$(readlink -f "$0") || jar=$PWD/$0
  # -Xint: a method that the compiler gave up on during the training run would be archived as not compilable, and
  # later runs would never compile it (seen: a hot loop three times slower, with an archive made on a busy machine).
  # shellcheck disable=SC2086 # $options is several words
  if nice "$java" $options -Xint "-XX:ArchiveClassesAtExit=$making.tmp" -cp "$jar" dev.godump.cli.CdsTrainingRun &&
    chmod 600 "$making.tmp" && identity=$(identify "$making.tmp"); then
    sync "$making.tmp" # else a crash of the machine could leave holes in it
    modified=${identity#* }
    mv -f "$making.tmp" "$directory/classes-$1-${identity%% *}-${modified%% *}.jsa" && rm -f "$making"
  fi
  # Keep the five newest files.
  ls -t "$directory"/classes-* | tail -n +6 | while read -r old; do rm -f "$old"; done
}

case $XDG_CACHE_HOME:$HOME in
  *:*:*) directory= ;; # Java would split the archive's path at the colon
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
    (make_archive "$key" &)
  fi
fi
# A Java that can't start exits with 1, which means here that a gate failed. Where that is likely, which is where no
# archive shows that this Java has run godump, or where options or limits come from outside, see first if it starts.
if [ -z "$archive" ] || [ -n "$GODUMP_JAVA_OPTS$JAVA_TOOL_OPTIONS$JDK_JAVA_OPTIONS$_JAVA_OPTIONS" ] ||
  [ "$(ulimit -v)" != unlimited ]; then
  # shellcheck disable=SC2086
  if ! said=$("$java" $options -Xshare:auto $GODUMP_JAVA_OPTS -version 2>&1 </dev/null); then
    said=$(printf '%s\n' "$said" | grep -v '^Picked up ' | head -n 1 | tr -d '[:cntrl:]')
    echo "godump: $java can't start: ${said:-it crashed or was killed}; check GODUMP_JAVA_OPTS, JAVA_HOME and the memory limit" >&2
    exit 4
  fi
  version=$(printf '%s\n' "$said" | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
  if [ "${version:-17}" -lt 17 ]; then
    echo "godump: $java is Java $version: godump needs 17 or newer; set JAVA_HOME" >&2
    exit 4
  fi
fi
# -Xlog:disable: Java would write warnings to standard output, such as of an archive that it rejects.
# shellcheck disable=SC2086
exec "$java" $options -Xlog:disable -Xshare:auto ${archive:+"-XX:SharedArchiveFile=$archive"} \
  -Dgodump.terminals="$terminals" -Dgodump.columns="$columns" $GODUMP_JAVA_OPTS -jar "$0" "$@"
exit
