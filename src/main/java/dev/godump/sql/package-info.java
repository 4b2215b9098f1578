/**
 * Tables over a heap for engines that answer questions in SQL: names, columns, documentation, and
 * cursors over rows. Nothing here depends on an engine.
 */
package dev.godump.sql;
