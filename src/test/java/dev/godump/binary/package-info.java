/** Tests of the executable side, and writers of tiny executables for them. */
package dev.godump.binary;
