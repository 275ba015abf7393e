/**
 * The programs that are measured: ordinary socket programs on {@code java.nio}, unaware of the
 * switch.
 */
@NullMarked
package org.sanswitch.bench.program;

import org.jspecify.annotations.NullMarked;
