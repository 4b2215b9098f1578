/**
 * DuckDB as the engine: its tables are table functions that read heap tables. The classes are
 * loaded by {@link dev.godump.sql.engine.EngineLoader}; nothing else may refer to them.
 */
package dev.godump.sql.duckdb;
