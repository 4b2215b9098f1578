/** The tables: one class defines one table, and what its rows are. */
package dev.godump.sql.table;
