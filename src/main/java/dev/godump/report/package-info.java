/**
 * Answers as text, JSON and CSV: one class per answer. Nothing here knows where an answer comes
 * from or which options led to it.
 */
package dev.godump.report;
