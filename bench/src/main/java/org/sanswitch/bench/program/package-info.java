/**
 * The programs that are measured: ordinary socket programs on {@code java.nio}, unaware of the
 * switch, and the same workloads over two libraries for reference.
 */
@NullMarked
package org.sanswitch.bench.program;

import org.jspecify.annotations.NullMarked;
