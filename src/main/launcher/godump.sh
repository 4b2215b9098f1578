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
# a closed standard input would be taken for the first file that Java opens
[ -e /dev/fd/0 ] || exec </dev/null
terminals=
[ -t 1 ] && terminals=1
[ -t 2 ] && terminals=${terminals}2
exec "$java" -XX:MaxRAMPercentage=80 -XX:+UseParallelGC -XX:-UsePerfData -Xshare:auto \
  -Dgodump.terminals="$terminals" $GODUMP_JAVA_OPTS -jar "$0" "$@"
exit
