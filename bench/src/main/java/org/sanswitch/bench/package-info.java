/** Measures the budgets: benchmarks within a JVM and between processes. */
@NullMarked
package org.sanswitch.bench;

import org.jspecify.annotations.NullMarked;
