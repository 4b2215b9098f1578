/**
 * How two or more dumps of one program differ, and gates on the difference. Objects are matched by
 * type, not one by one.
 */
package dev.godump.analysis.growth;
