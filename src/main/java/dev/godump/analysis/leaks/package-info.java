/**
 * What keeps most of a heap alive and looks like a leak, with likely causes. Suspects are records;
 * their wording is in report.
 */
package dev.godump.analysis.leaks;
