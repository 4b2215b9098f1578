/**
 * What answers SQL over heap tables: sessions, their results, and how an engine is loaded. Nothing
 * here depends on a particular engine.
 */
package dev.godump.sql.engine;
