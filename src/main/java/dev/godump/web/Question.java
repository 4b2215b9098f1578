package dev.godump.web;

import java.util.List;

/**
 * A question about open dumps: a command with its options and operands.
 *
 * @param dumps their indexes, in the order of the request; at least one
 * @param operands without the dumps
 */
public record Question(
    String command, List<Integer> dumps, List<String> operands, List<Parameter> options) {}
