/**
 * How values of a type are laid out in memory, which words of them lead to other objects, and
 * whether they fit an object's slot. Layouts of the runtime's own structures are tables by release.
 */
package dev.godump.types.layout;
