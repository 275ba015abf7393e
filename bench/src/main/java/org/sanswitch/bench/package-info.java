/** Measures the budgets: starts pairs of processes, classes their rounds, and tabulates. */
@NullMarked
package org.sanswitch.bench;

import org.jspecify.annotations.NullMarked;
