package dev.godump.sql;

import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * Numbers from 0 that stand for the texts of some columns, for engines that read numbers faster
 * than texts: columns of one coding have the same text wherever their rows have the same code.
 *
 * @param name of the coding, unique within a table
 * @param codeOf the code of a row
 * @param codes the number of codes that a heap has
 */
public record Coding<R>(String name, ToIntFunction<R> codeOf, ToLongFunction<TableHeap> codes) {}
