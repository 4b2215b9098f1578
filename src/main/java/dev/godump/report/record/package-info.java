/** Records of a dump and the runtime's own statistics, as they are in the file. */
package dev.godump.report.record;
