/**
 * The tables of package sql as a data source of Spark: which dumps there are, how one gets to an
 * executor, and its rows. What the tables are is not for here.
 */
package dev.godump.spark;
