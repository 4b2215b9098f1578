/**
 * The command line: one class for one subcommand, shared options as picocli mixins, and the one
 * place where errors become words and exit codes.
 */
package dev.godump.cli;
