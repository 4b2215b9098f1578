/**
 * Answers as text, JSON and CSV: one class for one answer, and what they share (tables, amounts,
 * the JSON writer). Nothing here knows where an answer comes from or which options asked for it.
 */
package dev.godump.report;
