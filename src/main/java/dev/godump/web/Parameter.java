package dev.godump.web;

import java.util.Optional;

/**
 * A parameter of a request.
 *
 * @param value empty for a flag, as in {@code ?all}
 */
public record Parameter(String name, Optional<String> value) {}
